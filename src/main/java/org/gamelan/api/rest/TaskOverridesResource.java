package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.GivenOverride;
import org.gamelan.task.TaskOverrides;

/** What people decide for stages of one task. */
@Path("/tasks/{id}/overrides")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Overrides", description = "What people decide in the place of definitions.")
public class TaskOverridesResource {
  private TaskOverrides overrides;
  private Names names;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected TaskOverridesResource() {}

  @Inject
  TaskOverridesResource(TaskOverrides overrides, Names names, CurrentCaller caller) {
    this.overrides = overrides;
    this.names = names;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists what was decided for stages of a task, the oldest first")
  public Page<TaskOverrideView> list(@PathParam("id") String id, @BeanParam ShortPaging paging) {
    return paging.page(
        "task-overrides", overrides.of(task(id)), it -> it.id().toString(), TaskOverrideView::of);
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary =
          "Decides for a stage of a task who works, with which model, on what, or what is next",
      description =
          "Counts from the next run of the stage on, until it is removed; `next` counts once. What"
              + " runs already is not interrupted. `next` names a stage that an edge leads to, or"
              + " one ahead that has not run yet in the same branch and sub-workflow. Another one"
              + " of the same kind for the same stage takes the place of the first. `agent` for a"
              + " `pending` task gives the task to that agent at once, within its capacity.")
  @APIResponse(
      responseCode = "201",
      description = "The override",
      content = @Content(schema = @Schema(implementation = TaskOverrideView.class)))
  @APIResponse(
      responseCode = "409",
      description =
          "The task has ended, has too many of them, or waits and the agent has no room for it.")
  public Response create(@PathParam("id") String id, TaskOverrideBody body, @Context UriInfo uri) {
    GivenOverride made =
        overrides.create(task(id), Bodies.require(body).draft(names), caller.require().name());
    return Response.created(
            uri.getBaseUriBuilder()
                .path("tasks/{id}/overrides/{override}")
                .build(made.task().toString(), made.id().toString()))
        .entity(TaskOverrideView.of(made))
        .build();
  }

  @DELETE
  @Path("/{override}")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Takes an override of a task back",
      description = "What has begun under it goes on; its uses stay in the trace.")
  @APIResponse(responseCode = "204", description = "It counts no more")
  public void delete(@PathParam("id") String id, @PathParam("override") String override) {
    overrides.remove(task(id), PathIds.parse("override", override), caller.require().name());
  }

  private static UUID task(String id) {
    return PathIds.parse("task", id);
  }
}
