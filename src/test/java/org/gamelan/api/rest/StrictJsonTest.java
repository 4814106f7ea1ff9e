package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  record Inner(Integer number) {}

  record Body(String text, Integer number, Boolean flag, List<String> list, Inner inner) {}

  @Test
  void aFittingBodyIsRead() {
    Body body = read("{'text': 'x', 'number': 3, 'flag': true, 'list': ['a'], 'inner': null}");
    assertThat(body).isEqualTo(new Body("x", 3, true, List.of("a"), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'text': 5}                   | text
          {'text': true}                | text
          {'text': {}}                  | text
          {'number': '5'}               | number
          {'number': 1.5}               | number
          {'number': 99999999999}       | number
          {'number': ''}                | number
          {'flag': 'true'}              | flag
          {'flag': 1}                   | flag
          {'list': 'a'}                 | list
          {'list': [1]}                 | list.0
          {'inner': []}                 | inner
          {'inner': {'number': 'x'}}    | inner.number
          {'inner': {'nmber': 1}}       | inner.nmber
          {'txt': 'x'}                  | txt
          """)
  void aWrongTypeOrAnUnknownFieldIsNamed(String json, String field) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            RestException.class,
            e -> {
              assertThat(e.failure().status()).isEqualTo(400);
              assertThat(e.failure().errors()).singleElement().returns(field, x -> x.field());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{}{}", "[]", "null", "'x'", "{'text': 'a', 'text': 'b'}", "nope"})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(Failures.of(e, "-").status()).isEqualTo(400));
  }

  @Test
  void anEndlesslyNestedBodyIsRefused() {
    String deep = "{'inner':".repeat(101) + "{}" + "}".repeat(101);
    assertThatThrownBy(() -> read(deep))
        .satisfies(e -> assertThat(Failures.of(e, "-").status()).isEqualTo(400));
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    byte[] body = "{\"text\": \"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StrictJson.read(body, Body.class))
        .isInstanceOf(RestException.class)
        .hasMessageContaining("UTF-8");
  }

  private static Body read(String json) {
    return StrictJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Body.class);
  }
}
