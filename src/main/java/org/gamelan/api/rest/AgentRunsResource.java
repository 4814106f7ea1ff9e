package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.api.EventStream;
import org.gamelan.api.EventStreams;
import org.gamelan.api.TaskEnd;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventFeed;
import org.gamelan.event.EventFilter;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Caller;
import org.gamelan.security.CurrentCaller;
import org.gamelan.security.Role;
import org.gamelan.task.Task;
import org.gamelan.task.TaskCreation;
import org.gamelan.task.TaskQueries;

/** Single turns of agents. */
@Path("/agents/{id}/runs")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Agents", description = "Configured roles of models.")
public class AgentRunsResource {
  private TaskCreation tasks;
  private TaskQueries queries;
  private AgentRegistry agents;
  private Names names;
  private EventFeed feed;
  private EventStreams streams;
  private CurrentCaller caller;
  private Clock clock;

  /** For the container's proxies. */
  protected AgentRunsResource() {}

  @Inject
  AgentRunsResource(
      TaskCreation tasks,
      TaskQueries queries,
      AgentRegistry agents,
      Names names,
      EventFeed feed,
      EventStreams streams,
      CurrentCaller caller,
      Clock clock) {
    this.tasks = tasks;
    this.queries = queries;
    this.agents = agents;
    this.names = names;
    this.feed = feed;
    this.streams = streams;
    this.caller = caller;
    this.clock = clock;
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Runs an agent once",
      description =
          "Makes a task of one stage and waits for it. What takes longer than `wait` goes on; the"
              + " answer then is the task without a result.")
  @APIResponse(
      responseCode = "201",
      description = "The task",
      content = @Content(schema = @Schema(implementation = RunView.class)))
  public void run(
      @PathParam("id") String id,
      @Parameter(description = "How long to wait: `30s` (default), `500ms`, up to `2m`.")
          @QueryParam("wait")
          String wait,
      RunBody body,
      @Context UriInfo uri,
      @Suspended AsyncResponse suspended) {
    String agent = names.agent(id);
    if (agents.find(agent).isEmpty()) {
      throw new NotFoundException(Names.AGENT, id);
    }
    Duration patience = Wait.parse(wait);
    Caller asking = caller.require();
    UUID task =
        tasks
            .create(
                Bodies.require(body).asTaskFor(agent),
                asking.name(),
                asking.keyId(),
                Optional.empty())
            .id();
    URI location = uri.getBaseUriBuilder().path("tasks/{id}").build(task);
    RunSink sink =
        new RunSink(
            suspended,
            () -> Response.created(location).entity(view(queries.require(task))).build());
    EventStream stream =
        streams.open(
            feed.openFromStart(EventFilter.ofTask(task)), sink, new TaskEnd(queries, task, clock));
    suspended.setTimeoutHandler(
        late -> {
          stream.gone();
          sink.answer();
        });
    suspended.setTimeout(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
    stream.begin();
  }

  private RunView view(Task task) {
    JsonNode output =
        task.status() == TaskStatus.SUCCEEDED ? queries.result(task.id()).output() : null;
    return new RunView(TaskView.of(task), output);
  }
}
