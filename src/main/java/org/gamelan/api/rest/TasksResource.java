package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.json.Json;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Idempotency;
import org.gamelan.task.RoutingDecision;
import org.gamelan.task.RoutingQueries;
import org.gamelan.task.Task;
import org.gamelan.task.TaskCreation;
import org.gamelan.task.TaskQueries;
import org.gamelan.task.TaskUpdate;
import org.gamelan.task.Tasks;

/** Pieces of work: making, finding and steering them. */
@Path("/tasks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "Pieces of work and what became of them.")
public class TasksResource {
  private static final String LIST = "tasks";
  private static final String UPDATES = "updates";

  private TaskCreation creation;
  private Tasks tasks;
  private TaskQueries queries;
  private RoutingQueries routing;
  private Names names;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected TasksResource() {}

  @Inject
  TasksResource(
      TaskCreation creation,
      Tasks tasks,
      TaskQueries queries,
      RoutingQueries routing,
      Names names,
      CurrentCaller caller) {
    this.creation = creation;
    this.tasks = tasks;
    this.queries = queries;
    this.routing = routing;
    this.names = names;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists tasks, the newest first")
  public Page<TaskView> list(@BeanParam TaskQuery query, @BeanParam Paging paging) {
    UUID before = paging.after(LIST, 1).map(values -> UUID.fromString(values.get(0))).orElse(null);
    List<Task> rows = queries.list(query.filter(names), before, paging.limit() + 1);
    return Page.of(
        rows, paging.limit(), TaskView::of, task -> Cursor.encode(LIST, task.id().toString()));
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates a task",
      description =
          "It is stored when the answer comes and begins as soon as there is room. With an"
              + " `Idempotency-Key` a repeated request answers with the task of the first; the key"
              + " is kept for 24 hours for each API key or user.")
  @RequestBody(content = @Content(schema = @Schema(implementation = TaskBody.class)))
  @APIResponse(
      responseCode = "201",
      description = "The task",
      content = @Content(schema = @Schema(implementation = TaskView.class)))
  @APIResponse(responseCode = "429", description = "There are too many unfinished tasks.")
  public Response create(
      JsonNode body,
      @Parameter(description = "At most 200 characters.") @HeaderParam("Idempotency-Key")
          String key,
      @Context UriInfo uri) {
    Caller asking = caller.require();
    TaskBody given = StrictJson.convert(Bodies.require(body), TaskBody.class);
    Task task =
        creation.create(
            given.asNewTask(names), asking.name(), asking.keyId(), idempotency(asking, key, body));
    return Created.at(uri, task.id(), task.version(), TaskView.of(task));
  }

  @POST
  @Path("/batch")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Creates up to 100 tasks at once",
      description =
          "All of them, or none when one cannot be accepted: the fields at fault are named as"
              + " `tasks.2.title`, with numbers from 0. It costs the server much less than as many"
              + " requests. An `Idempotency-Key` holds for the whole of it.")
  @RequestBody(content = @Content(schema = @Schema(implementation = TaskBatchBody.class)))
  @APIResponse(
      responseCode = "201",
      description = "The tasks, in the order of the request",
      content = @Content(schema = @Schema(implementation = TaskBatchView.class)))
  @APIResponse(responseCode = "429", description = "There would be too many unfinished tasks.")
  public Response createAll(
      JsonNode body,
      @Parameter(description = "At most 200 characters.") @HeaderParam("Idempotency-Key")
          String key) {
    Caller asking = caller.require();
    TaskBatchBody given = StrictJson.convert(Bodies.require(body), TaskBatchBody.class);
    List<Task> created =
        creation.createAll(
            given.asNewTasks(names), asking.name(), asking.keyId(), idempotency(asking, key, body));
    return Response.status(Response.Status.CREATED).entity(TaskBatchView.of(created)).build();
  }

  private static Optional<Idempotency> idempotency(Caller asking, String key, JsonNode body) {
    if (key == null) {
      return Optional.empty();
    }
    if (key.isBlank() || key.length() > Idempotency.MAX_KEY) {
      throw RestException.malformed(
          "Idempotency-Key", "must have 1 to " + Idempotency.MAX_KEY + " characters");
    }
    return Optional.of(new Idempotency(asking.owner(), key, Json.hash(body)));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a task")
  @APIResponse(
      responseCode = "200",
      description = "The task",
      content = @Content(schema = @Schema(implementation = TaskView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    Task task = require(id);
    return Etags.read(headers, task.version(), TaskView.of(task));
  }

  @GET
  @Path("/{id}/stages")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists a task's stages in the order they began")
  public Page<StageView> stages(@PathParam("id") String id, @BeanParam ShortPaging paging) {
    return paging.page(
        "stages",
        queries.stagesWithInputs(parse(id)),
        stage -> stage.id().toString(),
        StageView::of);
  }

  @GET
  @Path("/{id}/result")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows what came out of a task")
  public ResultView result(@PathParam("id") String id) {
    return ResultView.of(queries.result(parse(id)));
  }

  @GET
  @Path("/{id}/routing")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Tells why the router decided as it did, the oldest decision first")
  public Page<RoutingDecision> routing(@PathParam("id") String id, @BeanParam ShortPaging paging) {
    return paging.page(
        "routing",
        routing.of(require(id).id()),
        it -> it.at() + " " + it.kind() + " " + it.stageId() + " " + it.winner(),
        it -> it);
  }

  @GET
  @Path("/{id}/updates")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists a task's history, the oldest first")
  public Page<TaskUpdate> updates(@PathParam("id") String id, @BeanParam Paging paging) {
    String after = paging.after(UPDATES, 1).map(values -> values.get(0)).orElse(null);
    List<TaskUpdate> rows = queries.updates(parse(id), after, paging.limit() + 1);
    return Page.of(
        rows, paging.limit(), update -> update, update -> Cursor.encode(UPDATES, update.id()));
  }

  @POST
  @Path("/{id}/cancel")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Stops a task for good")
  @APIResponse(responseCode = "409", description = "It has ended already.")
  public TaskView cancel(@PathParam("id") String id) {
    Task task = require(id);
    tasks.cancel(task.id(), caller.require().name());
    return now(task);
  }

  @POST
  @Path("/{id}/pause")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Halts a task", description = "What runs comes to its end.")
  @APIResponse(responseCode = "409", description = "It is in no state to be paused.")
  public TaskView pause(@PathParam("id") String id) {
    Task task = require(id);
    tasks.pause(task.id(), caller.require().name());
    return now(task);
  }

  @POST
  @Path("/{id}/resume")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(summary = "Lets a paused task go on")
  @APIResponse(responseCode = "409", description = "It is not paused.")
  public TaskView resume(@PathParam("id") String id) {
    Task task = require(id);
    tasks.resume(task.id(), caller.require().name());
    return now(task);
  }

  @POST
  @Path("/{id}/retry")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Operation(summary = "Lets a failed task try again", description = "The body may be left out.")
  @APIResponse(responseCode = "409", description = "It has not failed.")
  public TaskView retry(@PathParam("id") String id, @Context HttpHeaders headers, byte[] body) {
    Task task = require(id);
    String from = body.length == 0 ? null : StrictJson.read(body, RetryBody.class).fromStage();
    tasks.retry(task.id(), from, caller.require().name());
    return now(task);
  }

  private TaskView now(Task task) {
    return TaskView.of(queries.require(task.id()));
  }

  private Task require(String id) {
    return queries.require(parse(id));
  }

  private static UUID parse(String id) {
    return PathIds.parse("task", id);
  }
}
