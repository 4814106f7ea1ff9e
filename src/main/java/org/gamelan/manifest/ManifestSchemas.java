package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;

/** The published JSON Schemas of the manifest files, from the class path. */
public final class ManifestSchemas {
  /** The version of the language; raised when a manifest that was right would no longer be. */
  public static final int VERSION = 1;

  /** The name of the schema of a file that carries several of the top-level keys. */
  private static final String WHOLE = "manifest";

  private static final Map<String, JsonSchema> SCHEMAS = load();

  private ManifestSchemas() {}

  /**
   * The schemas by the name of the file they describe, such as {@code agents}; {@code manifest} is
   * that of a file with any of the keys.
   */
  public static Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new LinkedHashMap<>();
    SCHEMAS.forEach((name, schema) -> documents.put(name, schema.document()));
    documents.put(WHOLE, whole());
    return documents;
  }

  /** All schemas as one. What they share by name they share by content. */
  private static JsonNode whole() {
    ObjectNode whole = Json.object();
    whole.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    whole.put("$id", "https://gamelan.org/schemas/" + WHOLE + ".json");
    whole.put("title", "Manifest");
    whole.put("description", "A file with any of the keys of manifests (manifest.yaml).");
    whole.put("type", "object");
    whole.put("additionalProperties", false);
    ObjectNode properties = whole.putObject("properties");
    ObjectNode shared = whole.putObject("$defs");
    for (JsonSchema schema : SCHEMAS.values()) {
      JsonNode document = schema.document();
      document
          .path("properties")
          .properties()
          .forEach(it -> properties.set(it.getKey(), it.getValue()));
      for (Map.Entry<String, JsonNode> one : document.path("$defs").properties()) {
        JsonNode before = shared.replace(one.getKey(), one.getValue());
        if (before != null && !before.equals(one.getValue())) {
          throw new IllegalStateException("Two schemas define '" + one.getKey() + "' differently");
        }
      }
    }
    return whole;
  }

  static JsonSchema of(Section section) {
    return SCHEMAS.get(section.file());
  }

  private static Map<String, JsonSchema> load() {
    Map<String, JsonSchema> schemas = new LinkedHashMap<>();
    Arrays.stream(Section.values())
        .map(Section::file)
        .distinct()
        .forEach(file -> schemas.put(file, JsonSchema.compile(read(file))));
    return schemas;
  }

  private static JsonNode read(String file) {
    String resource = "/schemas/" + file + ".json";
    try (InputStream in = ManifestSchemas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("The class path lacks " + resource);
      }
      return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + resource, e);
    }
  }
}
