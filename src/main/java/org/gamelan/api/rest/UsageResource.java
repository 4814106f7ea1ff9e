package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.provider.UsageQueries;
import org.gamelan.provider.UsageQueries.Dimension;
import org.gamelan.provider.UsageRow;
import org.gamelan.security.Role;

/** What calls of models took and cost. */
@Path("/usage")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "What calls of models took and cost.")
public class UsageResource {
  private static final String LIST = "usage";
  private static final int DAYS = 30;

  private UsageQueries usage;
  private Clock clock;

  /** For the container's proxies. */
  protected UsageResource() {}

  @Inject
  UsageResource(UsageQueries usage, Clock clock) {
    this.usage = usage;
    this.clock = clock;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Adds up calls of models",
      description =
          "What was just called is counted. The dearest come first, with days the latest.")
  public Page<UsageRow> usage(
      @Parameter(
              description = "Any of `agent`, `model`, `provider`, `task`, `day`; default `model`.")
          @QueryParam("groupBy")
          String groupBy,
      @Parameter(description = "The first day, in UTC; default 30 days ago.") @QueryParam("from")
          String from,
      @Parameter(description = "The last day, in UTC, not before `from`; default today.")
          @QueryParam("to")
          String to,
      @BeanParam Paging paging) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    LocalDate last = to == null ? today : Periods.day("to", to);
    LocalDate first = from == null ? Periods.before(last, DAYS) : Periods.day("from", from);
    Periods.check(first, last);
    int offset = paging.after(LIST, 1).map(values -> Integer.parseInt(values.get(0))).orElse(0);
    List<UsageRow> rows = usage.query(dimensions(groupBy), first, last, paging.limit() + 1, offset);
    return Page.of(
        rows,
        paging.limit(),
        row -> row,
        row -> Cursor.encode(LIST, Integer.toString(offset + paging.limit())));
  }

  private static List<Dimension> dimensions(String groupBy) {
    if (groupBy == null) {
      return List.of(Dimension.MODEL);
    }
    return Arrays.stream(groupBy.split(","))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(UsageResource::dimension)
        .distinct()
        .toList();
  }

  private static Dimension dimension(String name) {
    return Arrays.stream(Dimension.values())
        .filter(each -> each.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                RestException.malformed(
                    "groupBy",
                    "knows "
                        + Arrays.stream(Dimension.values())
                            .map(Dimension::id)
                            .collect(Collectors.joining(", "))));
  }
}
