package org.gamelan.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * One entry of {@code broken-documents.yaml}, which tells what its keys mean.
 *
 * @param expected the document as JSON; none when there is not to be one
 * @param fails part of the reason why there is no document
 */
record BrokenDocument(
    String name,
    String text,
    Optional<JsonSchema> schema,
    Optional<String> expected,
    Optional<String> fails,
    boolean cut) {

  static List<BrokenDocument> all() {
    try (InputStream in = BrokenDocument.class.getResourceAsStream("broken-documents.yaml")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Map<String, Object>> entries =
          new Yaml(new SafeConstructor(new LoaderOptions())).load(all);
      return entries.stream().map(BrokenDocument::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BrokenDocument of(Map<String, Object> entry) {
    return new BrokenDocument(
        (String) entry.get("name"),
        (String) entry.get("text"),
        Optional.ofNullable((String) entry.get("schema")).map(Json::parse).map(JsonSchema::compile),
        Optional.ofNullable((String) entry.get("expected")),
        Optional.ofNullable((String) entry.get("fails")),
        Boolean.TRUE.equals(entry.get("cut")));
  }

  @Override
  public String toString() {
    return name;
  }
}
