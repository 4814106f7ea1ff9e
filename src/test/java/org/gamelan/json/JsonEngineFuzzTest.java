package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.gamelan.json.JsonEngine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hostile and broken texts from fixed seeds: always an outcome, always one that can be kept. {@code
 * -Dgamelan.fuzz=100} tries a hundred times as many.
 */
class JsonEngineFuzzTest {
  private static final int TIMES = Integer.getInteger("gamelan.fuzz", 1);
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
    for (int i = 0; i < 2_000 * TIMES; i++) {
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
    for (int i = 0; i < 1_000 * TIMES; i++) {
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

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16LE", "windows-1252"})
  void bytesOfAnyKindHaveAnOutcome(String charset) {
    Random random = new Random(charset.hashCode());
    for (int i = 0; i < 1_000 * TIMES; i++) {
      byte[] bytes =
          random.nextBoolean()
              ? new byte[random.nextInt(200)]
              : Json.write(document(random, 0)).getBytes(StandardCharsets.UTF_8);
      for (int j = bytes.length < 200 ? bytes.length : 3; j > 0 && bytes.length > 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      check(new String(bytes, Charset.forName(charset)));
    }
  }

  /** Pieces of the corpus are cut, doubled, swapped and put into each other. */
  @ParameterizedTest
  @ValueSource(longs = {12, 13, 14})
  void whatIsBrokenMoreHasAnOutcome(long seed) {
    Random random = new Random(seed);
    List<BrokenDocument> corpus = BrokenDocument.all();
    for (int i = 0; i < 1_500 * TIMES; i++) {
      StringBuilder text = new StringBuilder(corpus.get(random.nextInt(corpus.size())).text());
      for (int j = random.nextInt(4); j >= 0 && text.length() > 1; j--) {
        int from = random.nextInt(text.length());
        int to = from + random.nextInt(text.length() - from);
        switch (random.nextInt(4)) {
          case 0 -> text.delete(from, to);
          case 1 -> text.insert(from, text.substring(from, to));
          case 2 -> text.reverse();
          default -> text.insert(from, corpus.get(random.nextInt(corpus.size())).text());
        }
      }
      check(text.toString());
    }
  }

  /** Whatever was lost of a document, each key and value that is left was written there. */
  @ParameterizedTest
  @ValueSource(longs = {15, 16})
  void nothingIsMadeUp(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000 * TIMES; i++) {
      StringBuilder text = new StringBuilder(Json.write(document(random, 0)));
      for (int j = random.nextInt(5); j >= 0 && text.length() > 1; j--) {
        text.deleteCharAt(random.nextInt(text.length()));
      }
      String damaged = text.toString();
      JsonEngine.read(damaged, Optional.empty(), true)
          .value()
          .ifPresent(
              value ->
                  assertThat(words(value))
                      .as("%s%n%s", damaged, value)
                      .allMatch(word -> isWrittenIn(word, damaged)));
    }
  }

  /** The way of repair itself, taken by sound documents, finds nothing to mend. */
  @Test
  void repairChangesNothingInASoundDocument() {
    Random random = new Random(17);
    for (int i = 0; i < 1_000 * TIMES; i++) {
      JsonNode whole = Json.object().set("d", document(random, 0));
      String text = random.nextBoolean() ? Json.write(whole) : Json.writePretty(whole);
      DocumentSearch search = new DocumentSearch(Optional.empty());
      search.search(text, Set.of());

      assertThat(search.value()).contains(whole);
      assertThat(search.repairs()).as(text).isEmpty();
      assertThat(WrongDecoding.undo(text, EnumSet.noneOf(Repair.class))).isEqualTo(text);
      assertThat(Thoughts.leaveOut(text).rest()).isEqualTo(text);
    }
  }

  /** The letters and digits of each key and each value. */
  private static List<String> words(JsonNode node) {
    List<String> words = new ArrayList<>();
    node.fieldNames().forEachRemaining(words::add);
    node.forEach(child -> words.addAll(words(child)));
    if (node.isValueNode()) {
      words.add(node.asText());
    }
    return words.stream().map(it -> it.replaceAll("[^\\p{L}0-9😀]", "")).toList();
  }

  private static boolean isWrittenIn(String letters, String text) {
    int at = 0;
    for (int i = 0; i < text.length() && at < letters.length(); i++) {
      at += text.charAt(i) == letters.charAt(at) ? 1 : 0;
    }
    return at == letters.length();
  }

  @Test
  void aDocumentCutOffAnywhereKeepsOnlyWhatWasWritten() {
    Random random = new Random(9);
    for (int i = 0; i < 40 * TIMES; i++) {
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
    for (int i = 0; i < 1_000 * TIMES; i++) {
      JsonNode whole = document(random, 0);

      Outcome outcome = JsonEngine.read(Json.write(whole), Optional.empty(), true);

      assertThat(outcome.value()).contains(whole);
      assertThat(outcome.rungs()).isEmpty();
    }
  }

  @Test
  void soundDocumentsInProseAreFoundWhole() {
    Random random = new Random(11);
    for (int i = 0; i < 1_000 * TIMES; i++) {
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

  /** Work is counted, not timed: twice the text, at most about twice the work. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "\"",
        "{\"a\":",
        "{a:",
        "[\"",
        "{} ",
        "{x ",
        "a: ",
        "\"a\" \"",
        "/*",
        "// ",
        "...",
        ",",
        "1,2",
        "'a' + ",
        "{\"a\":\"",
        "\" ,",
        "{'",
        "[1,{\"a\":1,",
        "x \"y\" ",
        "[: ",
        "u'",
        "},\"",
        "a\" ",
        ",\n\"",
        "{\"a\": [1}, ",
        "<think>{",
        "â€œ",
        "{&quot;"
      })
  void workGrowsWithTheText(String piece) {
    for (Optional<JsonSchema> schema : List.of(Optional.<JsonSchema>empty(), SCHEMA)) {
      long before = 0;
      for (int length : new int[] {10_000, 20_000, 40_000, 80_000}) {
        DocumentSearch search = new DocumentSearch(schema);
        search.search(piece.repeat(length / piece.length()), Set.of());

        assertThat(search.steps()).isLessThan(100L * length);
        if (before > 0) {
          assertThat(search.steps()).isLessThan(before * 5 / 2);
        }
        before = search.steps() + 10_000;
      }
    }
  }

  private static void check(String text) {
    for (Optional<JsonSchema> schema : List.of(Optional.<JsonSchema>empty(), SCHEMA)) {
      Outcome outcome = JsonEngine.read(text, schema, true);
      outcome
          .value()
          .ifPresent(
              node -> {
                // The number 9e0 is written as 9, which is the same in another form.
                assertThat(Json.canonical(Json.parse(Json.write(node))))
                    .as(text)
                    .isEqualTo(Json.canonical(node));
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
