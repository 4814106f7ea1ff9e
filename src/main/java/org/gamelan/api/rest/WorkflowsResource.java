package org.gamelan.api.rest;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;
import org.gamelan.workflow.WorkflowBundle;

/** Graphs of stages, from manifests. */
@Path("/workflows")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workflows", description = "Graphs of stages and the named routes through them.")
public class WorkflowsResource {
  private static final String YAML = "application/yaml";

  private Definitions definitions;
  private Names names;

  /** For the container's proxies. */
  protected WorkflowsResource() {}

  @Inject
  WorkflowsResource(Definitions definitions, Names names) {
    this.definitions = definitions;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists workflows by name")
  public Page<WorkflowView> list(@BeanParam Paging paging) {
    return paging.page(
        "workflows",
        List.copyOf(definitions.catalogue().workflows().values()),
        bundle -> bundle.workflow().name(),
        WorkflowView::of);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a workflow, by name or id")
  @APIResponse(
      responseCode = "200",
      description = "The workflow",
      content = @Content(schema = @Schema(implementation = WorkflowView.class)))
  public Response read(@PathParam("name") String name, @Context HttpHeaders headers) {
    WorkflowBundle bundle =
        definitions
            .catalogue()
            .findWorkflow(names.workflow(name))
            .orElseThrow(() -> new NotFoundException(Names.WORKFLOW, name));
    return Etags.read(headers, WorkflowView.of(bundle));
  }

  @POST
  @Path("/validation")
  @RolesAllowed(Role.VIEWER_NAME)
  @Consumes({
    YAML,
    "application/x-yaml",
    "text/yaml",
    MediaType.APPLICATION_JSON,
    MediaType.TEXT_PLAIN
  })
  @Operation(
      summary = "Tells what is wrong with a manifest",
      description =
          "Takes any of the manifest files' keys in one document; nothing is loaded or started.")
  @RequestBody(
      content = {
        @Content(
            mediaType = YAML,
            schema = @Schema(type = SchemaType.STRING),
            example =
                """
                workflow: {name: hello, start: a, edges: [a -> b], end: [b]}
                stages: {a: {kind: input}, b: {kind: output}}
                """),
        @Content(mediaType = "application/json", schema = @Schema(type = SchemaType.OBJECT))
      })
  public ValidationView validate(byte[] body, @Context HttpHeaders headers) {
    String mediaType = headers.getMediaType() == null ? YAML : headers.getMediaType().toString();
    return ValidationView.of(definitions.validate(StrictJson.utf8(body), mediaType));
  }
}
