package org.gamelan.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * Manifests that are right have no problems, as YAML and as JSON; damaged ones have problems and
 * nothing else. {@code -Dgamelan.fuzz=100} damages a hundred times as many.
 */
class SoundManifestsTest {
  private static final int TIMES = Integer.getInteger("gamelan.fuzz", 1);
  private static final String PIECES = "{}[]:,\"'#&*!|>%@`-? \n\t\u0000\uFEFF\ud800éab1.~<=$\\";
  private static final Names NAMES =
      Names.UNCHECKED
          .with(
              Names.Kind.AGENT,
              Set.of("planner", "reviewer", "senior-reviewer", "developer", "judge", "a", "b", "c"))
          .with(Names.Kind.TOOL, Set.of("files.read", "project.scan"))
          .with(Names.Kind.MODEL, Set.of("default", "strong"))
          .with(Names.Kind.WORKFLOW, Set.of())
          .with(Names.Kind.PIPELINE, Set.of("research"));

  static Map<String, String> sound() {
    try (InputStream in = SoundManifestsTest.class.getResourceAsStream("sound-manifests.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> manifests = new LinkedHashMap<>();
      Arrays.stream(all.split("(?m)^=== "))
          .skip(1)
          .map(one -> one.split("\n", 2))
          .forEach(one -> manifests.put(one[0], one[1]));
      return manifests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> names() {
    return sound().keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasNoProblemsAsYaml(String name) {
    assertThat(problems(sound().get(name), "application/yaml")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasNoProblemsAsJson(String name) {
    JsonNode document = json(new Yaml().load(sound().get(name)));
    String text = document.isNull() ? "{}" : Json.writePretty(document);

    assertThat(problems(text, "application/json")).isEmpty();
    assertThat(problems(text, "application/yaml")).as("JSON is YAML").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void damagedManifestsHaveProblemsAndNothingElse(long seed) {
    Random random = new Random(seed);
    List<String> manifests = List.copyOf(sound().values());
    for (int i = 0; i < 400 * TIMES; i++) {
      StringBuilder text = new StringBuilder(manifests.get(random.nextInt(manifests.size())));
      for (int j = random.nextInt(5); j >= 0 && text.length() > 1; j--) {
        damage(text, random, manifests);
      }
      for (String type : List.of("application/yaml", "application/json")) {
        assertThat(problems(text.toString(), type))
            .as(text.toString())
            .allMatch(it -> it.line() > 0 && it.column() > 0 && !it.message().isBlank());
      }
    }
  }

  /** Values of a sound manifest are put where others belong, so that the syntax stays right. */
  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void valuesInWrongPlacesHaveProblemsAndNothingElse(long seed) {
    Random random = new Random(seed);
    List<JsonNode> manifests =
        sound().values().stream()
            .map(it -> json(new Yaml().load(it)))
            .filter(JsonNode::isObject)
            .toList();
    List<JsonNode> values = new ArrayList<>();
    manifests.forEach(it -> collect(it, values));
    for (int i = 0; i < 600 * TIMES; i++) {
      JsonNode copy = manifests.get(random.nextInt(manifests.size())).deepCopy();
      for (int j = random.nextInt(3); j >= 0; j--) {
        exchange(copy, values, random);
      }
      String text = Json.write(copy);
      assertThat(problems(text, "application/json"))
          .as(text)
          .allMatch(it -> it.line() > 0 && it.column() > 0 && !it.message().isBlank());
    }
  }

  @Test
  @Timeout(60)
  void largeManifestsAreCheckedInBoundedTime() {
    StringBuilder unknown = new StringBuilder("agents:\n");
    StringBuilder forks = new StringBuilder("stages:\n");
    StringBuilder ways = new StringBuilder("workflow:\n  name: w\n  start: f0\n  edges:\n");
    for (int i = 0; i < 9_000; i++) {
      unknown.append("  agent%d: {fallback: agnt%d, tools: [files.raed]}\n".formatted(i, i));
    }
    for (int i = 0; i < 2_400; i++) {
      forks.append("  f%d: {kind: fork}\n  j%d: {kind: join, of: f%d}\n".formatted(i, i, i));
    }
    for (int i = 0; i < 1_999; i++) {
      ways.append("    - f%d -> j%d -> f%d\n".formatted(i, i, i + 1));
    }
    String many = forks.toString() + ways + "  end: [f1999]\n";

    assertThat(problems(unknown.toString(), "application/yaml")).hasSize(500);
    assertThat(problems(many, "application/yaml")).isNotEmpty();
    StringBuilder schemas = new StringBuilder("schemas:\n");
    for (int i = 0; i < 300; i++) {
      schemas.append("  s%d: {properties: {a: {$ref: s%d}}}\n".formatted(i, i + 1));
    }
    schemas.append("  s300: {enum: [").append("x, ".repeat(40_000)).append("y]}\n");
    assertThat(problems(schemas.toString(), "application/yaml"))
        .anyMatch(it -> it.message().contains("more than 50 are too many"));

    assertThat(problems("stages:\n" + "  a: {kind: fork}\n".repeat(50_000), "application/yaml"))
        .hasSize(500);
    String chain =
        "stages: {a: {kind: fork}, b: {kind: join, of: a}}\n"
            + "workflow: {name: w, start: a, edges: [a"
            + " -> b -> a".repeat(80_000)
            + "], end: [b]}";
    assertThat(problems(chain, "application/yaml"))
        .anyMatch(it -> it.message().contains("at most 10000"));
  }

  private static void damage(StringBuilder text, Random random, List<String> others) {
    int from = random.nextInt(text.length());
    int to = Math.min(text.length(), from + random.nextInt(30));
    switch (random.nextInt(5)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, PIECES.charAt(random.nextInt(PIECES.length())));
      case 2 -> text.insert(random.nextInt(text.length()), text.substring(from, to));
      case 3 -> text.setCharAt(from, PIECES.charAt(random.nextInt(PIECES.length())));
      default -> {
        String other = others.get(random.nextInt(others.size()));
        text.insert(from, other, 0, random.nextInt(other.length()));
      }
    }
  }

  private static void exchange(JsonNode copy, List<JsonNode> values, Random random) {
    List<JsonNode> places = new ArrayList<>();
    collect(copy, places);
    places.removeIf(it -> !it.isContainerNode() || it.isEmpty());
    if (places.isEmpty()) {
      return;
    }
    JsonNode place = places.get(random.nextInt(places.size()));
    JsonNode value = values.get(random.nextInt(values.size())).deepCopy();
    if (place instanceof ArrayNode array) {
      array.set(random.nextInt(array.size()), value);
    } else if (place instanceof ObjectNode object) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      object.set(keys.get(random.nextInt(keys.size())), value);
    }
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    into.add(node);
    node.forEach(child -> collect(child, into));
  }

  /** The library reads the key {@code on} as older YAML did. */
  private static JsonNode json(Object value) {
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = Json.object();
      map.forEach(
          (key, item) -> object.set(key == Boolean.TRUE ? "on" : key.toString(), json(item)));
      return object;
    }
    if (value instanceof List<?> items) {
      ArrayNode array = Json.array();
      items.forEach(item -> array.add(json(item)));
      return array;
    }
    return Json.tree(value);
  }

  private static List<Problem> problems(String text, String type) {
    return WorkflowCompiler.compile(ManifestReader.readText(text, type), NAMES).problems();
  }
}
