package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.audit.AuditFilter;
import org.gamelan.audit.AuditLog;
import org.gamelan.audit.AuditRow;
import org.gamelan.audit.AuditVerification;
import org.gamelan.security.Role;

/** Who did or was refused what, and why. */
@Path("/audit")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Audit", description = "Who did or was refused what, and why.")
public class AuditResource {
  private static final String LIST = "audit";
  private static final String NDJSON = "application/x-ndjson";

  private AuditLog log;

  /** For the container's proxies. */
  protected AuditResource() {}

  @Inject
  AuditResource(AuditLog log) {
    this.log = log;
  }

  @GET
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Lists rows of the audit log, the newest first",
      description =
          "Decisions on tools, approvals, what people changed, and who came in. What a row tells of"
              + " never holds a secret; of arguments only their hash is kept.")
  public Page<AuditRow> list(@BeanParam AuditQuery query, @BeanParam Paging paging) {
    Long before = paging.after(LIST, 1).map(values -> Long.valueOf(values.get(0))).orElse(null);
    List<AuditRow> rows = log.latest(query.filter(), before, paging.limit() + 1);
    return Page.of(
        rows, paging.limit(), row -> row, row -> Cursor.encode(LIST, Long.toString(row.seq())));
  }

  @GET
  @Path("/verification")
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Checks the chain of hashes",
      description =
          "Up to 50,000 rows at once; `next` is where to go on. `headHash` kept elsewhere proves"
              + " later that nothing before it was changed.")
  public AuditVerification verify(
      @Parameter(description = "The first row to check, from 1.")
          @QueryParam("from")
          @DefaultValue("1")
          String from,
      @Parameter(description = "How many rows at most.") @QueryParam("limit") @DefaultValue("50000")
          String limit) {
    return log.verify(number("from", from), (int) number("limit", limit));
  }

  private static long number(String field, String text) {
    if (!text.matches("[1-9]\\d{0,17}")) {
      throw RestException.malformed(field, "must be a whole number from 1");
    }
    return field.equals("limit")
        ? Math.min(Long.parseLong(text), AuditLog.MOST_VERIFIED)
        : Long.parseLong(text);
  }

  @GET
  @Path("/export")
  @Produces(NDJSON)
  @RolesAllowed(Role.OPERATOR_NAME)
  @Operation(
      summary = "Gives the audit log as lines of JSON, the oldest first",
      description = "With the same filters as the list. Whole, it can be verified without Gamelan.")
  @APIResponse(
      responseCode = "200",
      description = "One row a line",
      content = @Content(mediaType = NDJSON, schema = @Schema(type = SchemaType.STRING)))
  public Response export(@BeanParam AuditQuery query) {
    AuditFilter filter = query.filter();
    StreamingOutput lines = out -> log.export(filter, out);
    return Response.ok(lines, NDJSON)
        .header("Content-Disposition", "attachment; filename=\"audit.ndjson\"")
        .build();
  }
}
