package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.ReplayedStage;
import org.gamelan.security.Role;
import org.gamelan.task.ReplayReport;
import org.gamelan.task.Replays;

/** Doing a task again without its outside. */
@Path("/tasks/{id}/replay")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tasks", description = "Pieces of work and what became of them.")
public class TaskReplayResource {
  private static final String LIST = "replay";
  private static final String DIFFERENT = "different";

  private Replays replays;

  /** For the container's proxies. */
  protected TaskReplayResource() {}

  @Inject
  TaskReplayResource(Replays replays) {
    this.replays = replays;
  }

  private record Numbered(int number, ReplayedStage stage) {}

  @POST
  @RolesAllowed(Role.VIEWER_NAME)
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Operation(
      summary = "Does a task that has ended again, without its outside",
      description =
          "Every stage is evaluated anew by the code of today: conditions, templates, schemas, the"
              + " mending of answers. Models, tools and people answer what is recorded. Nothing is"
              + " stored, nothing outside happens, and the same task always comes to the same"
              + " report. The body may be left out.")
  @APIResponse(
      responseCode = "200",
      description = "What differs",
      content = @Content(schema = @Schema(implementation = ReplayView.class)))
  @APIResponse(responseCode = "409", description = "It has not ended, or is too long.")
  @APIResponse(responseCode = "503", description = "Enough replays are under way on this server.")
  public ReplayView replay(
      @PathParam("id") String id,
      @Parameter(
              description = "`different` leaves out the stages that end as they did then.",
              schema = @Schema(enumeration = {DIFFERENT}))
          @QueryParam("only")
          String only,
      @BeanParam Paging paging,
      byte[] body) {
    boolean current =
        body.length > 0
            && ReplayBody.isCurrent(StrictJson.read(body, ReplayBody.class).definitions());
    if (only != null && !only.equals(DIFFERENT)) {
      throw RestException.malformed("only", "is '" + only + "'; it has to be " + DIFFERENT);
    }
    int after = paging.after(LIST, 1).map(values -> Integer.parseInt(values.get(0))).orElse(-1);
    int limit = paging.limit();
    ReplayReport report = replays.replay(PathIds.parse("task", id), current);
    List<Numbered> rows =
        IntStream.range(after + 1, report.stages().size())
            .mapToObj(number -> new Numbered(number, report.stages().get(number)))
            .filter(row -> only == null || !row.stage().same())
            .limit(limit + 1L)
            .toList();
    return ReplayView.of(
        report,
        Page.of(
            rows,
            limit,
            Numbered::stage,
            row -> Cursor.encode(LIST, String.valueOf(row.number()))));
  }
}
