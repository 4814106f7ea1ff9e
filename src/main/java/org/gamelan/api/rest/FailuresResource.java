package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.Role;
import org.gamelan.task.FailedRun;
import org.gamelan.task.FailureGroup;
import org.gamelan.task.FailureQueries;
import org.gamelan.task.FailureQueries.Seen;

/** What went wrong lately, over all tasks. */
@Path("/failures")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Failures", description = "What went wrong lately, over all tasks.")
public class FailuresResource {
  private static final String LIST = "failures";
  private static final String RUNS = "failed-runs";
  private static final Duration USUAL = Duration.ofDays(1);

  private FailureQueries failures;
  private Clock clock;

  /** For the container's proxies. */
  protected FailuresResource() {}

  @Inject
  FailuresResource(FailureQueries failures, Clock clock) {
    this.failures = failures;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Groups failed stage runs by what they share",
      description =
          "Equal are failures of a kind in the same stage whose messages differ only in ids, times"
              + " and numbers. The group with the latest failure comes first; at most the latest"
              + " 50,000 failures are looked at.")
  public Page<FailureGroup> groups(
      @Parameter(description = "The earliest failure that counts; default 24 hours ago.")
          @QueryParam("since")
          String since,
      @BeanParam Paging paging) {
    List<FailureGroup> rows = failures.groups(since(since), seen(paging, LIST), paging.limit() + 1);
    return Page.of(
        rows,
        paging.limit(),
        group -> group,
        group -> Cursor.encode(LIST, group.last().toString(), group.fingerprint()));
  }

  @GET
  @Path("/{fingerprint}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists the stage runs that failed alike, the latest first",
      description = "The list is empty where nothing failed like this since then.")
  public Page<FailedRun> runs(
      @Parameter(description = "What they share.", example = "9f86d081884c7d65")
          @PathParam("fingerprint")
          String fingerprint,
      @Parameter(description = "The earliest failure that counts; default 24 hours ago.")
          @QueryParam("since")
          String since,
      @BeanParam Paging paging) {
    List<FailedRun> rows =
        failures.runs(fingerprint, since(since), seen(paging, RUNS), paging.limit() + 1);
    return Page.of(
        rows,
        paging.limit(),
        run -> run,
        run -> Cursor.encode(RUNS, run.at().toString(), run.stageRun().toString()));
  }

  private static Seen seen(Paging paging, String list) {
    return paging
        .after(list, 2)
        .map(values -> new Seen(Instant.parse(values.get(0)), values.get(1)))
        .orElse(null);
  }

  private Instant since(String text) {
    return text == null ? clock.instant().minus(USUAL) : Periods.time("since", text);
  }
}
