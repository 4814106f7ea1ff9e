package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  record Sample(Instant at, Duration limit) {}

  @Test
  void timesAreIsoTexts() {
    JsonNode node = Json.tree(new Sample(Instant.EPOCH, Duration.ofMinutes(2)));

    assertThat(Json.write(node)).isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\",\"limit\":\"PT2M\"}");
    assertThat(Json.as(node, Sample.class).limit()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void decimalsStayExact() {
    assertThat(Json.write(Json.parse("[0.1,1.10,12345678901234567890.123]")))
        .isEqualTo("[0.1,1.10,12345678901234567890.123]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "{",
        "{} {}",
        "{\"a\":1,\"a\":2}",
        "NaN",
        "[1e999999]",
        "[1e-999999]",
        "[\"\\u0000\"]",
        "{\"\\u0000\":1}",
        "[\"\\ud800\"]",
        "'a'"
      })
  void whatCannotBeKeptIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void depthIsLimitedFromOutsideAndWiderForOwnDocuments() {
    String deep = "[".repeat(101) + "]".repeat(101);

    assertThat(Json.parse("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
    assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(MalformedJsonException.class);
    assertThat(Json.parseOwn(deep).isArray()).isTrue();
  }

  @Test
  void faultsTellLineAndColumn() {
    assertThatThrownBy(() -> Json.parse("{\n  \"a\": tru\n}"))
        .isInstanceOfSatisfying(
            MalformedJsonException.class, e -> assertThat(e.line()).isEqualTo(2));
  }

  @Test
  void equalDocumentsHaveEqualHashes() {
    byte[] one = Json.hash(Json.parse("{\"b\":[1.0,2e1],\"a\":{\"y\":1,\"x\":0.50}}"));
    byte[] other = Json.hash(Json.parse("{\"a\":{\"x\":0.5,\"y\":1},\"b\":[1,20]}"));

    assertThat(HexFormat.of().formatHex(one)).isEqualTo(HexFormat.of().formatHex(other));
    assertThat(one).hasSize(32).isNotEqualTo(Json.hash(Json.parse("{}")));
  }

  @Test
  void emojiAreKept() {
    assertThat(Json.parse("[\"\\ud83d\\ude00\"]").get(0).asText()).isEqualTo("😀");
  }

  @Test
  void exponentsOfManyDigitsAreRefused() {
    for (String text :
        new String[] {"1e9999999999999", "[1e-99999999999999999999]", "-1E+123456789012"}) {
      assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void messagesSayNothingOfTheLibrary() {
    assertThatThrownBy(() -> Json.parse("{\"a\": [1}"))
        .hasMessageContaining("line: 1")
        .hasMessageNotContaining("REDACTED");
  }
}
