package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
  private static final JsonNode DATA =
      Json.parse(
          "{\"s\":\"<x> \\\"y\\\"\",\"n\":3,\"d\":1.50,\"t\":true,\"z\":null,"
              + "\"l\":[\"a\",{\"b\":\"c\"}],\"o\":{\"k\":\"v\"}}");

  private final Templates templates = new Templates(1_000);

  @Test
  void fillsInWhatIsThere() {
    assertThat(render("{{ d.s }}|{{ d.n + 1 }}|{{ d.d }}|{{ d.t }}|{{ d.z }}|{{ d.l[1].b }}"))
        .isEqualTo("<x> \"y\"|4|1.50|true||c");
    assertThat(render("{% for item in d.l %}{{ loop.index }}{{ item }};{% endfor %}"))
        .isEqualTo("0a;1{\"b\":\"c\"};");
    assertThat(render("{% for e in d.o %}{{ e.key }}={{ e.value }}{% endfor %}")).isEqualTo("k=v");
    assertThat(render("{% if d.l is empty %}no{% else %}{{ d.l | length }}{% endif %}"))
        .isEqualTo("2");
    assertThat(render("{{ plain.list | join('+') }}")).isEqualTo("p+q");
    assertThat(render("no template")).isEqualTo("no template");
  }

  @Test
  void filtersWriteData() {
    assertThat(render("{{ d.l | json }}")).isEqualTo("[\"a\",{\"b\":\"c\"}]");
    assertThat(render("{{ d.s | json }}")).isEqualTo("\"<x> \\\"y\\\"\"");
    assertThat(render("{{ plain | json }}")).isEqualTo("{\"list\":[\"p\",\"q\"]}");
    assertThat(render("{{ d.s | truncate(3) }}")).isEqualTo("<x>… (4 more characters)");
    assertThat(render("{{ d.n2 | default('none') }}")).isEqualTo("none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ nobody }}",
        "{{ d.nothing }}",
        "{{ d.getClass() }}",
        "{{ d.s.class }}",
        "{{ d.s.length() }}",
        "{{ d",
        "{% include 'x' %}",
        "{% import 'x' %}",
        "{% extends 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% for i in range(1, 10) %}x{% endfor %}",
        "{% for i in 1..10 %}x{% endfor %}",
        "{{ i18n('messages', 'x') }}",
        "{{ d.s | truncate('x') }}"
      })
  void whatIsNotThereOrNotAllowedFails(String template) {
    assertThatThrownBy(() -> render(template))
        .isInstanceOfSatisfying(
            GamelanException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_EXPRESSION));
  }

  @Test
  void outputIsBounded() {
    String template =
        "{% for a in d.l %}{% for b in d.l %}" + "x".repeat(300) + "{% endfor %}{% endfor %}";
    assertThatThrownBy(() -> render(template)).isInstanceOf(GamelanException.class);
  }

  @Test
  void faultsAreFoundWithoutFillingIn() {
    assertThat(templates.findFault("{{ anything.at.all | json }}")).isEmpty();
    assertThat(templates.findFault("line\n{% if %}").orElseThrow().line()).isEqualTo(2);
  }

  private String render(String template) {
    return templates.render(
        template, Map.of("d", DATA, "plain", Map.of("list", List.of("p", "q"))));
  }
}
