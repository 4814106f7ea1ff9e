package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final Map<String, JsonSchema> SCHEMAS = load();

  private ManifestSchemas() {}

  /** The schemas by the name of the file they describe, such as {@code agents}. */
  public static Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new LinkedHashMap<>();
    SCHEMAS.forEach((name, schema) -> documents.put(name, schema.document()));
    return documents;
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
