package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Decisions;
import org.gamelan.task.TaskQueries;

/** What people decide on stages that wait for them. */
@Path("/tasks/{id}/decisions")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Approvals", description = "What tasks ask people, and what they answered.")
public class TaskDecisionsResource {
  private Decisions decisions;
  private TaskQueries queries;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected TaskDecisionsResource() {}

  @Inject
  TaskDecisionsResource(Decisions decisions, TaskQueries queries, CurrentCaller caller) {
    this.decisions = decisions;
    this.queries = queries;
    this.caller = caller;
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Decides on a stage that waits for people",
      description =
          "An approval takes `approve`, `reject` or `edit` with the `shown` of what was read, from"
              + " its approvers and never from who asked for the task. A stage whose external call"
              + " has an unknown outcome takes `happened` (with what it answered), `repeat` or"
              + " `fail`.")
  @APIResponse(responseCode = "200", description = "The task as it is now")
  @APIResponse(responseCode = "403", description = "You may not decide this; the detail tells why.")
  @APIResponse(
      responseCode = "409",
      description =
          "It is decided already, nothing waits there, or something else is shown by now.")
  public TaskView decide(@PathParam("id") String id, DecisionBody body) {
    UUID task = PathIds.parse("task", id);
    decisions.decide(task, Bodies.require(body).asDecision(), caller.require());
    return TaskView.of(queries.require(task));
  }
}
