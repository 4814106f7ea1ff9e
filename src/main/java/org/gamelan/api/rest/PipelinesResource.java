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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;
import org.gamelan.workflow.PipelineDefinition;

/** Named routes through workflows. */
@Path("/pipelines")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Workflows", description = "Graphs of stages and the named routes through them.")
public class PipelinesResource {
  private Definitions definitions;
  private Names names;

  /** For the container's proxies. */
  protected PipelinesResource() {}

  @Inject
  PipelinesResource(Definitions definitions, Names names) {
    this.definitions = definitions;
    this.names = names;
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists pipelines by name")
  public Page<PipelineView> list(@BeanParam Paging paging) {
    return paging.page(
        "pipelines",
        List.copyOf(definitions.catalogue().pipelines().values()),
        PipelineDefinition::name,
        PipelineView::of);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Shows a pipeline, by name or id")
  @APIResponse(
      responseCode = "200",
      description = "The pipeline",
      content = @Content(schema = @Schema(implementation = PipelineView.class)))
  public Response read(@PathParam("name") String name, @Context HttpHeaders headers) {
    PipelineDefinition pipeline =
        definitions
            .catalogue()
            .findPipeline(names.pipeline(name))
            .orElseThrow(() -> new NotFoundException(Names.PIPELINE, name));
    return Etags.read(headers, PipelineView.of(pipeline));
  }
}
