package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.engine.Catalogue.Part;
import org.gamelan.json.Json;
import org.gamelan.workflow.WorkflowBundle;
import org.junit.jupiter.api.Test;

class FolderSchemasTest {
  private static final JsonNode TEXT = Json.parse("{\"type\": \"string\"}");
  private static final JsonNode NUMBER = Json.parse("{\"type\": \"number\"}");

  @Test
  void schemasAreNamedByTheirFolderAlsoWithoutAWorkflow() {
    assertThat(names(Map.of("/m/notes", TEXT))).containsExactly("notes/summary");
  }

  @Test
  void foldersOfOneNameAreToldApart() {
    Catalogue catalogue = catalogue(Map.of("/m/a/notes", TEXT, "/m/b/notes", NUMBER));
    assertThat(FolderSchemas.of(catalogue).schemas())
        .containsOnlyKeys("notes/summary", "b/notes/summary")
        .satisfies(all -> assertThat(all.get("notes/summary").schema()).isEqualTo(TEXT))
        .satisfies(all -> assertThat(all.get("b/notes/summary").schema()).isEqualTo(NUMBER));
  }

  @Test
  void theHashTellsContentsApartAndNotTheOrderOfKeys() {
    assertThat(SchemaRegistry.hash(Json.parse("{\"a\": 1, \"b\": 2}")))
        .isEqualTo(SchemaRegistry.hash(Json.parse("{\"b\": 2, \"a\": 1}")))
        .isNotEqualTo(SchemaRegistry.hash(Json.parse("{\"a\": 2, \"b\": 2}")));
  }

  private static List<String> names(Map<String, JsonNode> folders) {
    return List.copyOf(FolderSchemas.of(catalogue(folders)).schemas().keySet());
  }

  private static Catalogue catalogue(Map<String, JsonNode> folders) {
    Map<String, Part> parts = new HashMap<>();
    folders.forEach(
        (origin, schema) ->
            parts.put(
                origin,
                new Part(
                    new WorkflowBundle(null, Map.of(), List.of(), Map.of("summary", schema)),
                    List.of())));
    return new Catalogue(Map.of(), Map.of(), Map.of(), parts, List.of());
  }
}
