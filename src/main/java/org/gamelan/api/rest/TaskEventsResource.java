package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.api.EventStreams;
import org.gamelan.api.TaskEnd;
import org.gamelan.event.EventFeed;
import org.gamelan.event.EventFilter;
import org.gamelan.event.EventReader;
import org.gamelan.security.Role;
import org.gamelan.task.TaskQueries;

/** A task's events, live. */
@Path("/tasks/{id}/events")
@ApplicationScoped
@Tag(name = "Tasks", description = "Pieces of work and what became of them.")
public class TaskEventsResource {
  private TaskQueries queries;
  private EventFeed feed;
  private EventStreams streams;
  private Clock clock;

  /** For the container's proxies. */
  protected TaskEventsResource() {}

  @Inject
  TaskEventsResource(TaskQueries queries, EventFeed feed, EventStreams streams, Clock clock) {
    this.queries = queries;
    this.feed = feed;
    this.streams = streams;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Follows a task",
      description =
          "Server-sent events from the task's creation on, or from behind `Last-Event-ID`. The"
              + " stream of a finished task ends after its last event.")
  @APIResponse(
      responseCode = "200",
      description = "The events",
      content =
          @Content(
              mediaType = MediaType.SERVER_SENT_EVENTS,
              schema = @Schema(type = SchemaType.STRING)))
  public void events(
      @PathParam("id") String id,
      @Parameter(description = "Id of the last event that was seen.") @HeaderParam("Last-Event-ID")
          String lastEventId,
      @Context HttpServletRequest request,
      @Suspended AsyncResponse suspended)
      throws IOException {
    UUID task = PathIds.parse("task", id);
    queries.require(task);
    EventFilter filter = EventFilter.ofTask(task);
    EventReader reader =
        lastEventId == null || lastEventId.isBlank()
            ? feed.openFromStart(filter)
            : feed.open(filter, "Last-Event-ID", lastEventId);
    SseSink sink = new SseSink(request.getAsyncContext());
    TaskEnd end = new TaskEnd(queries, task, clock);
    HttpServletResponse response = (HttpServletResponse) request.getAsyncContext().getResponse();
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("X-Accel-Buffering", "no");
    sink.start(streams.open(reader, sink, end));
  }
}
