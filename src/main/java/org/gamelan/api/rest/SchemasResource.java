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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.NotFoundException;
import org.gamelan.manifest.ManifestSchemas;
import org.gamelan.security.Role;

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
  public record SchemaView(String name, JsonNode schema) {}

  @GET
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Lists schemas by name")
  public Page<SchemaView> list(@BeanParam Paging paging) {
    List<SchemaView> all =
        all().entrySet().stream()
            .map(entry -> new SchemaView(entry.getKey(), entry.getValue()))
            .toList();
    return paging.page("schemas", all, SchemaView::name, view -> view);
  }

  @GET
  @Path("/{name}")
  @RolesAllowed(Role.VIEWER_NAME)
  @Operation(summary = "Gives the schema document itself, for editors and validators")
  public JsonNode read(@PathParam("name") String name) {
    JsonNode schema = all().get(name);
    if (schema == null) {
      throw new NotFoundException("schema", name);
    }
    return schema;
  }

  private Map<String, JsonNode> all() {
    Map<String, JsonNode> all = new TreeMap<>(ManifestSchemas.documents());
    definitions
        .catalogue()
        .workflows()
        .forEach(
            (workflow, bundle) ->
                bundle.schemas().forEach((name, schema) -> all.put(workflow + "." + name, schema)));
    return all;
  }
}
