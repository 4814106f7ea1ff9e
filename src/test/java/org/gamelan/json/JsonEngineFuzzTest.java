package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.gamelan.json.JsonEngine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile and broken texts from a fixed seed: always an outcome, always one that can be kept. */
class JsonEngineFuzzTest {
  private static final String PIECES =
      "{}[]:,\"'`\\/#*<>=+-.0123456789eE \n\ttruefalsnlNon“”‘’，：…\u0000\ud800\uFEFF;()$_";
  private static final Optional<JsonSchema> SCHEMA =
      Optional.of(
          JsonSchema.compile(
              Json.parse(
                  "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"integer\"}}}")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void noiseHasAnOutcome(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
      int length = random.nextInt(120);
      for (int j = 0; j < length; j++) {
        text.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }
      check(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6, 7, 8})
  void damagedDocumentsHaveAnOutcome(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      StringBuilder text = new StringBuilder(Json.write(document(random, 0)));
      for (int j = random.nextInt(4); j >= 0 && text.length() > 1; j--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        }
      }
      check(text.toString());
    }
  }

  @Test
  void aDocumentCutOffAnywhereKeepsOnlyWhatWasWritten() {
    Random random = new Random(9);
    for (int i = 0; i < 40; i++) {
      JsonNode whole = Json.object().set("d", document(random, 0));
      String text = Json.write(whole);
      for (int cut = 1; cut < text.length(); cut++) {
        Outcome outcome = JsonEngine.read(text.substring(0, cut), Optional.empty(), true);

        assertThat(outcome.value()).isPresent();
        assertThat(outcome.truncated()).isTrue();
        assertThat(isPartOf(outcome.value().get(), whole)).as(text.substring(0, cut)).isTrue();
      }
    }
  }

  @Test
  void soundDocumentsAreLeftAlone() {
    Random random = new Random(10);
    for (int i = 0; i < 1_000; i++) {
      JsonNode whole = document(random, 0);

      Outcome outcome = JsonEngine.read(Json.write(whole), Optional.empty(), true);

      assertThat(outcome.value()).contains(whole);
      assertThat(outcome.rungs()).isEmpty();
    }
  }

  @Test
  void soundDocumentsInProseAreFoundWhole() {
    Random random = new Random(11);
    for (int i = 0; i < 1_000; i++) {
      JsonNode whole = Json.object().set("d", document(random, 0));
      String text = "Here you are:\n" + Json.writePretty(whole) + "\nAnything else?";

      assertThat(JsonEngine.read(text, Optional.empty(), true).value()).contains(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "\"",
        "'",
        "{\"a\":",
        "{a:",
        "[\"",
        "[{",
        "\\\"",
        "```\n",
        "<think>",
        "</think>",
        "{} ",
        "[1] ",
        "{x ",
        "{\"a\" ",
        "a: ",
        "\"a\" \"",
        "\"a\", ",
        "/*",
        "// ",
        "#",
        "...",
        ",",
        ":",
        "1,2",
        "\"\"\"",
        "'a' + ",
        "\\u",
        "{\"a\":\"",
        "\" ,",
        "\n\n",
        "{'",
        "[1,{\"a\":1,",
        "{\"a\":[\"",
        "{\\\"",
        "\"a\":1 ",
        "x \"y\" ",
        "1 \" ",
        "[: ",
        "{= ",
        "\"      "
      })
  void repeatedPiecesTakeLinearTime(String piece) {
    String text = piece.repeat(150_000 / piece.length());

    // Quadratic work would take minutes; linear work takes a fraction of a second.
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check(text));
  }

  private static void check(String text) {
    for (Optional<JsonSchema> schema : List.of(Optional.<JsonSchema>empty(), SCHEMA)) {
      Outcome outcome = JsonEngine.read(text, schema, true);
      outcome
          .value()
          .ifPresent(
              node -> {
                assertThat(Json.parse(Json.write(node)).equals(node)).isTrue();
                assertThat(schema.map(it -> it.validate(node)).orElse(List.of())).isEmpty();
              });
      assertThat(outcome.violations().isEmpty()).isEqualTo(outcome.fits());
    }
  }

  /** Whether one document was left of another: keys, items and ends of texts may be missing. */
  private static boolean isPartOf(JsonNode part, JsonNode whole) {
    if (part.isObject() && whole.isObject()) {
      return part.properties().stream()
          .allMatch(
              it -> whole.has(it.getKey()) && isPartOf(it.getValue(), whole.get(it.getKey())));
    }
    if (part.isArray() && whole.isArray()) {
      List<Boolean> parts = new ArrayList<>();
      for (int i = 0; i < part.size(); i++) {
        parts.add(whole.has(i) && isPartOf(part.get(i), whole.get(i)));
      }
      return !parts.contains(false);
    }
    return (part.isTextual() && whole.isTextual())
        ? whole.asText().startsWith(part.asText())
        : part.equals(whole);
  }

  private static JsonNode document(Random random, int depth) {
    int kind = random.nextInt(depth > 4 ? 4 : 7);
    switch (kind) {
      case 0 -> {
        return Json.parse(Integer.toString(random.nextInt(2_000) - 1_000));
      }
      case 1 -> {
        return Json.parse(random.nextBoolean() ? "true" : "null");
      }
      case 2, 3 -> {
        return Json.array().textNode(text(random));
      }
      case 4, 5 -> {
        ObjectNode object = Json.object();
        for (int i = random.nextInt(4); i >= 0; i--) {
          object.set(text(random), document(random, depth + 1));
        }
        return object;
      }
      default -> {
        ArrayNode array = Json.array();
        for (int i = random.nextInt(4); i >= 0; i--) {
          array.add(document(random, depth + 1));
        }
        return array;
      }
    }
  }

  private static String text(Random random) {
    String letters = "ab c,:{}[]\"'\\/\n😀é#";
    int[] points = letters.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }
}
