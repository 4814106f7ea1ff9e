package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.security.Role;
import org.gamelan.task.Approval;
import org.gamelan.task.ApprovalCursor;
import org.gamelan.task.Approvals;

/** What tasks ask people. */
@Path("/approvals")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Approvals", description = "What tasks ask people, and what they answered.")
public class ApprovalsResource {
  private static final String LIST = "approvals";

  private Approvals approvals;

  /** For the container's proxies. */
  protected ApprovalsResource() {}

  @Inject
  ApprovalsResource(Approvals approvals) {
    this.approvals = approvals;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists what people are asked: what is pending first, then the newest",
      description = "Without what is shown; read a single one for that.")
  public Page<ApprovalView> list(@BeanParam ApprovalQuery query, @BeanParam Paging paging) {
    ApprovalCursor after =
        paging
            .after(LIST, 2)
            .map(
                values ->
                    new ApprovalCursor(
                        Boolean.parseBoolean(values.get(0)), UUID.fromString(values.get(1))))
            .orElse(null);
    List<Approval> rows = approvals.list(query.filter(), after, paging.limit() + 1);
    return Page.of(
        rows,
        paging.limit(),
        ApprovalView::of,
        row -> Cursor.encode(LIST, Boolean.toString(row.isPending()), row.id().toString()));
  }

  @GET
  @Path("/{id}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Shows what somebody is asked",
      description = "`shown` is the hash of `content`: a decision names it, and counts for that.")
  @APIResponse(
      responseCode = "200",
      description = "What somebody is asked",
      content = @Content(schema = @Schema(implementation = ApprovalView.class)))
  public Response read(@PathParam("id") String id, @Context HttpHeaders headers) {
    return Etags.read(headers, ApprovalView.of(approvals.require(PathIds.parse("approval", id))));
  }
}
