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
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.manifest.ManifestSchemas;
import org.gamelan.security.Role;
import org.gamelan.workflow.WorkflowBundle;

/** The JSON Schemas of the manifest language and those that workflows bring along. */
@Path("/schemas")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Schemas", description = "JSON Schemas of manifests and of workflows.")
public class SchemasResource {
  private Definitions definitions;

  /** For the container's proxies. */
  protected SchemasResource() {}

  @Inject
  SchemasResource(Definitions definitions) {
    this.definitions = definitions;
  }

  /** A schema as it is shown. */
  @Schema(name = "NamedSchema")
  public record SchemaView(
      @Schema(description = "`agents`, or `WORKFLOW.NAME`", example = "agents") String name,
      @Schema(
              description = "Of the language, or of the workflow that brings it along",
              example = "1")
          int version,
      @Schema(description = "The workflow that brings it along; none: the language of manifests")
          String workflow,
      @Schema(description = "JSON Schema 2020-12") JsonNode schema) {}

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists schemas by name, each with its version")
  public Page<SchemaView> list(@BeanParam Paging paging) {
    return paging.page("schemas", List.copyOf(all().values()), SchemaView::name, view -> view);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(
      summary = "Gives the schema document itself, for editors and validators",
      description =
          "`name` or `name@version`. `manifest` describes a file with any of the top-level keys,"
              + " `agents`, `stages`, `workflow` and so on the files of one key each.")
  public JsonNode read(
      @Parameter(description = "Name, or name@version", example = "stages@1") @PathParam("name")
          String name) {
    int at = name.lastIndexOf('@');
    String plain = at < 0 ? name : name.substring(0, at);
    SchemaView found = all().get(plain);
    boolean known =
        found != null && (at < 0 || name.substring(at + 1).equals(String.valueOf(found.version())));
    if (!known) {
      throw new NotFoundException("schema", name);
    }
    return found.schema();
  }

  private Map<String, SchemaView> all() {
    Map<String, SchemaView> all = new TreeMap<>();
    ManifestSchemas.documents()
        .forEach(
            (name, schema) ->
                all.put(name, new SchemaView(name, ManifestSchemas.VERSION, null, schema)));
    definitions.catalogue().workflows().values().forEach(bundle -> add(bundle, all));
    return all;
  }

  private static void add(WorkflowBundle bundle, Map<String, SchemaView> all) {
    String workflow = bundle.workflow().name();
    int version = bundle.workflow().version();
    bundle
        .schemas()
        .forEach(
            (local, schema) -> {
              String name = workflow + "." + local;
              all.put(name, new SchemaView(name, version, workflow, schema));
            });
  }
}
