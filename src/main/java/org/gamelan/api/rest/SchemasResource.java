package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.SchemaRegistry;
import org.gamelan.engine.SchemaVersion;
import org.gamelan.failure.NotFoundException;
import org.gamelan.security.Role;

/** The JSON Schemas of the manifest language and those that folders bring along. */
@Path("/schemas")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schemas", description = "JSON Schemas of manifests and of workflows.")
public class SchemasResource {
  private SchemaRegistry registry;

  /** For the container's proxies. */
  protected SchemasResource() {}

  @Inject
  SchemasResource(SchemaRegistry registry) {
    this.registry = registry;
  }

  /** A schema as it is shown. */
  @Schema(name = "NamedSchema")
  public record SchemaView(
      @Schema(description = "`agents`, or `FOLDER/NAME`", example = "plan-review/plan") String name,
      @Schema(
              description = "Of the language; or from 1, raised when the content changes",
              example = "1")
          int version,
      @Schema(
              description = "The folder that brings it along; none: the language of manifests",
              example = "classpath:manifests/plan-review")
          String origin,
      @Schema(description = "The workflow of that folder, where it has one") String workflow,
      @Schema(description = "When this content was first in force") Instant since,
      @Schema(description = "JSON Schema 2020-12") JsonNode schema) {

    static SchemaView of(SchemaVersion version, Optional<String> workflow) {
      return new SchemaView(
          version.name(),
          version.version(),
          version.origin(),
          workflow.orElse(null),
          version.since(),
          version.schema());
    }
  }

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Lists schemas by name, each with the version in force",
      description = "With `versions` all versions of one schema instead, the newest first.")
  public Page<SchemaView> list(
      @BeanParam Paging paging,
      @BeanParam ShortPaging ofVersions,
      @Parameter(description = "A name", example = "plan-review/plan") @QueryParam("versions")
          String versions) {
    if (versions == null) {
      return paging.page("schemas", registry.list(), SchemaVersion::name, this::view);
    }
    List<SchemaVersion> found = registry.versions(versions);
    if (found.isEmpty()) {
      throw new NotFoundException("schema", versions);
    }
    return ofVersions.page(
        "schema " + versions, found, it -> Integer.toString(it.version()), this::view);
  }

  private SchemaView view(SchemaVersion version) {
    return SchemaView.of(version, registry.workflow(version));
  }

  @GET
  @Path("/{name: .+}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Gives the schema document itself, for editors and validators",
      description =
          "`name` or `name@version`. `manifest` describes a file with any of the top-level keys,"
              + " `agents`, `stages`, `workflow` and so on the files of one key each;"
              + " `FOLDER/NAME` is what a folder of manifests brings along.")
  @APIResponse(
      responseCode = "200",
      description = "The schema document",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  public Response read(
      @Parameter(description = "Name, or name@version", example = "stages@1") @PathParam("name")
          String name,
      @Context HttpHeaders headers) {
    JsonNode document =
        registry
            .find(name)
            .or(() -> registry.find(name.replaceFirst("\\.", "/")))
            .map(SchemaVersion::schema)
            .orElseThrow(() -> new NotFoundException("schema", name));
    return Etags.read(headers, document);
  }
}
