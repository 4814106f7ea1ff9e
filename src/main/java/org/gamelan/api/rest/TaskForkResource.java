package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Forked;
import org.gamelan.task.TaskForks;

/** Doing a task once more as another one, from a stage on. */
@Path("/tasks/{id}/fork")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "Pieces of work and what became of them.")
public class TaskForkResource {
  private TaskForks forks;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected TaskForkResource() {}

  @Inject
  TaskForkResource(TaskForks forks, CurrentCaller caller) {
    this.forks = forks;
    this.caller = caller;
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a new task that begins in the middle of another",
      description =
          "What was finished before `fromStage` is taken over as copies, which cost nothing once"
              + " more; that stage and what follows it are done anew. The task itself is not"
              + " touched and may still be under way. `repeats` tells which effects outside may"
              + " happen once more, `leftOut` which overrides of the task do not fit the new one."
              + " What people decided on other input or definitions is not taken over: 422 names"
              + " the stage to fork from instead.")
  @APIResponse(
      responseCode = "201",
      description = "The new task",
      content = @Content(schema = @Schema(implementation = ForkView.class)))
  @APIResponse(responseCode = "409", description = "An agent instance did it.")
  @APIResponse(responseCode = "429", description = "There are too many unfinished tasks.")
  public Response fork(@PathParam("id") String id, ForkBody body, @Context UriInfo uri) {
    Caller asking = caller.require();
    Forked forked =
        forks.fork(
            PathIds.parse("task", id), Bodies.require(body).order(), asking.name(), asking.keyId());
    return Response.created(
            uri.getBaseUriBuilder().path("tasks").path(forked.task().id().toString()).build())
        .entity(ForkView.of(forked))
        .build();
  }
}
