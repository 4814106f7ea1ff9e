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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
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
import org.gamelan.task.Standing;
import org.gamelan.task.StandingDecisions;
import org.gamelan.task.StandingQueries;

/** What people decide for all tasks to come, until it expires. */
@Path("/overrides")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Overrides", description = "What people decide in the place of definitions.")
public class OverridesResource {
  private static final String LIST = "overrides";

  private StandingQueries standing;
  private StandingDecisions decisions;
  private Names names;
  private CurrentCaller caller;

  /** For the container's proxies. */
  protected OverridesResource() {}

  @Inject
  OverridesResource(
      StandingQueries standing, StandingDecisions decisions, Names names, CurrentCaller caller) {
    this.standing = standing;
    this.decisions = decisions;
    this.names = names;
    this.caller = caller;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists standing overrides, the oldest first, with how often they were used",
      description = "Those that expired are shown for another 30 days.")
  public Page<OverrideView> list(@BeanParam Paging paging) {
    UUID after = paging.after(LIST, 1).map(values -> UUID.fromString(values.get(0))).orElse(null);
    return Page.of(
        standing.oldest(after, paging.limit() + 1),
        paging.limit(),
        OverrideView::of,
        row -> Cursor.encode(LIST, row.id().toString()));
  }

  @POST
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Puts an agent, model, way or input in the place of others wherever it matches",
      description =
          "At least one of `workflow`, `pipeline`, `stage` and `agent` says where. Where several"
              + " match the narrowest counts, then the newest; what was decided for the task itself"
              + " comes first. `next` and `input` name a `stage` and its `workflow` or `pipeline`;"
              + " `next` leads ahead. It counts for stages that begin from now on, on all nodes"
              + " within seconds.")
  @APIResponse(
      responseCode = "201",
      description = "The standing override",
      content = @Content(schema = @Schema(implementation = OverrideView.class)))
  @APIResponse(responseCode = "409", description = "There are too many.")
  public Response create(OverrideBody body, @Context UriInfo uri) {
    Standing made = decisions.create(Bodies.require(body).draft(names), caller.require().name());
    return Response.created(
            uri.getBaseUriBuilder().path("overrides/{id}").build(made.id().toString()))
        .tag(tag(made))
        .entity(OverrideView.of(made))
        .build();
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a standing override")
  @APIResponse(
      responseCode = "200",
      description = "The standing override",
      content = @Content(schema = @Schema(implementation = OverrideView.class)))
  public Response read(@PathParam("id") String id) {
    return shown(require(id));
  }

  @PUT
  @Path("/{id}")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Changes why and how long a standing override counts",
      description = "Takes `If-Match`. To decide something else remove it and make another.")
  @APIResponse(
      responseCode = "200",
      description = "The standing override as it is now",
      content = @Content(schema = @Schema(implementation = OverrideView.class)))
  public Response change(
      @PathParam("id") String id, OverrideChangeBody body, @Context HttpHeaders headers) {
    Standing seen = require(id);
    Etags.require(headers, tag(seen));
    OverrideChangeBody given = Bodies.require(body);
    return shown(
        decisions.update(seen.id(), given.reason(), given.expiresAt(), caller.require().name()));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Takes a standing override back",
      description = "Stages that have begun under it go on; its uses stay in their traces.")
  @APIResponse(responseCode = "204", description = "It is gone")
  public void delete(@PathParam("id") String id) {
    decisions.remove(PathIds.parse("override", id), caller.require().name());
  }

  private Standing require(String id) {
    return standing.require(PathIds.parse("override", id));
  }

  /** Its uses change without anybody changing it. */
  private static Response shown(Standing standing) {
    return Response.ok(OverrideView.of(standing)).tag(tag(standing)).build();
  }

  private static String tag(Standing standing) {
    return Integer.toHexString(java.util.Objects.hash(standing.reason(), standing.expiresAt()));
  }
}
