package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.assignment.Previews;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.security.Role;

/** Reusable kinds of tasks. */
@Path("/task-configs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Task configs", description = "Reusable kinds of tasks.")
public class TaskConfigsResource {
  private static final String LIST = "task-configs";
  private static final int LONGEST = 200;

  private TaskConfigs configs;
  private Previews previews;

  /** For the container's proxies. */
  protected TaskConfigsResource() {}

  @Inject
  TaskConfigsResource(TaskConfigs configs, Previews previews) {
    this.configs = configs;
    this.previews = previews;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists task configs by name")
  public Page<TaskConfigView> list(
      @Parameter(description = "What the name or the description holds.") @QueryParam("q")
          String text,
      @BeanParam Paging paging) {
    if (text != null && text.length() > LONGEST) {
      throw RestException.malformed("q", "must have at most " + LONGEST + " characters");
    }
    String after = paging.after(LIST, 1).map(values -> values.get(0)).orElse(null);
    List<TaskConfigView> rows =
        configs.list(text == null || text.isBlank() ? null : text, after, paging.limit() + 1);
    return Page.of(
        rows, paging.limit(), config -> config, config -> Cursor.encode(LIST, config.name()));
  }

  @POST
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Makes a task config",
      description =
          "`promptTemplate` is a Pebble template over `input`, `task` and `memory`. Schemas are"
              + " JSON Schema 2020-12; `examples` are a list of `{name, input, output}` that fit"
              + " them. Faults name the field, with a JSON pointer into it.")
  @APIResponse(
      responseCode = "201",
      description = "The new task config",
      content = @Content(schema = @Schema(implementation = TaskConfigView.class)))
  @APIResponse(responseCode = "409", description = "Its name is taken.")
  public Response create(TaskConfigBody body, @Context UriInfo uri) {
    TaskConfigView view = configs.create(Bodies.require(body).draft());
    return Created.at(uri, view.id(), view.version(), view);
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a task config, by id or name")
  @APIResponse(
      responseCode = "200",
      description = "The task config",
      content = @Content(schema = @Schema(implementation = TaskConfigView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    TaskConfigView view = configs.require(id);
    return Etags.read(headers, view.version(), view);
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes a task config",
      description = "Takes `If-Match`. Tasks that exist keep it as it was.")
  @APIResponse(
      responseCode = "200",
      description = "The task config as it is now",
      content = @Content(schema = @Schema(implementation = TaskConfigView.class)))
  public Response change(
      @PathParam("id") String id, TaskConfigBody body, @Context HttpHeaders headers) {
    TaskConfigView seen = configs.require(id);
    Etags.require(headers, seen.version());
    TaskConfigView view = configs.update(seen.id(), Bodies.require(body).draft(), seen.version());
    return Response.ok(view).tag(Integer.toString(view.version())).build();
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.ADMIN_NAME)
  @Operation(
      summary = "Removes a task config",
      description =
          "While it is assigned to agents: 409 naming them, or with `force=true` the assignments go"
              + " with it; those with running tasks finish them first.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "409", description = "It is assigned to agents.")
  public void delete(
      @PathParam("id") String id,
      @QueryParam("force") boolean force,
      @Context HttpHeaders headers) {
    TaskConfigView seen = configs.require(id);
    Etags.requireIfGiven(headers, seen.version());
    configs.delete(seen.id(), seen.version(), force);
  }

  @POST
  @Path("/{id}/preview")
  @RolesAllowed(Role.VIEWER_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Shows the prompt that a model would get",
      description =
          "Nothing is stored and no model is called. With an `assignment` the memory of its agent"
              + " instance is seen.")
  public PreviewView preview(@PathParam("id") String id, PreviewBody body) {
    TaskConfigView config = configs.require(id);
    PreviewBody given = Bodies.require(body);
    Previews.Preview preview = previews.of(config, given.input(), given.assignment());
    return new PreviewView(preview.prompt(), preview.memory());
  }
}
