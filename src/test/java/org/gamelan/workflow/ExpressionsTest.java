package org.gamelan.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
  private static final Map<String, Object> VARIABLES =
      variables(
          """
          {"task": {"title": "Analyze It", "labels": ["plan", "fast"], "complexity": 3,
                    "big": 12345678901234567890, "source": {"path": "/src"}},
           "input": {"text": "it's", "n": 0.1, "empty list": []},
           "outputs": {"review": {"approved": true, "score": 0.75, "comments": ["a", "b"]},
                       "plan": null, "triage": {"value": "ship"}},
           "attempt": 2}
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "#{task.title} | \"Analyze It\"",
        "#{task['title']} | \"Analyze It\"",
        "#{task.complexity + 1} | 4",
        "#{task.big} | 12345678901234567890",
        "#{input.n == 0.1} | true",
        "#{input.n >= 0.1} | true",
        "#{outputs.review.score * 2} | 1.5",
        "#{outputs.review.approved} | true",
        "#{not outputs.review.approved} | false",
        "#{!outputs.review.approved} | false",
        "#{outputs.review.approved ? 'ship' : 'revise'} | \"ship\"",
        "#{outputs.review.score >= 0.7 and attempt lt 3} | true",
        "#{outputs.review.comments[1]} | \"b\"",
        "#{outputs.review.comments[7]} | null",
        "#{outputs.nothing.at.all} | null",
        "#{outputs.plan.steps} | null",
        "#{memory.x} | null",
        "#{failure.kind == 'timeout'} | false",
        "#{empty outputs.plan} | true",
        "#{has(task.labels, 'plan')} | true",
        "#{has(task.labels, 'none')} | false",
        "#{has(null, 'x')} | false",
        "#{has(task, 'title')} | true",
        "#{has([1, 2], 1.0)} | true",
        "#{size(task.labels)} | 2",
        "#{size(null)} | 0",
        "#{lower(task.title)} | \"analyze it\"",
        "#{lower(memory.x)} | null",
        "#{matches(task.title, 'Analyz.*')} | true",
        "#{matches(task.title, 'nalyz')} | false",
        "#{outputs.review} | {\"approved\":true,\"score\":0.75,\"comments\":[\"a\",\"b\"]}",
        "#{task.labels} | [\"plan\",\"fast\"]",
        "#{'a' += 'b'} | \"ab\"",
        "#{input['empty list']} | []",
        "#{'}'} | \"}\"",
        "#{5 mod 3} | 2",
        "#{10 div 4} | 2.5"
      })
  void valuesKeepTheirType(String expression, String expected) {
    assertThat(Json.write(Values.toJson(Expressions.evaluate(expression, VARIABLES))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "task.title",
        "#{}",
        "#{ }",
        "#{task.title",
        "a #{task.title}",
        "#{task.title}#{task.title}",
        "${task.title}",
        "#{titel}",
        "#{task.title = 'x'}",
        "#{outputs.x = 1; 2}",
        "#{x -> x}",
        "#{(x -> x + 1)(2)}",
        "#{task.title.length()}",
        "#{task.getClass()}",
        "#{task['getClass']()}",
        "#{task.labels.stream().toList()}",
        "#{''.class}",
        "#{task.title.class.name}",
        "#{task.labels.size}",
        "#{Integer.MAX_VALUE}",
        "#{java.lang.System}",
        "#{T(java.lang.Runtime)}",
        "#{Boolean(true)}",
        "#{upper('x')}",
        "#{fn:lower('x')}",
        "#{size()}",
        "#{size(1)}",
        "#{matches('a', '(')}",
        "#{matches('a', '(?=a)')}",
        "#{1 / 0}",
        "#{1 +}",
        "#{(1}",
        "#{{'a': 1}}",
        "#{{1, 2}}",
        "#{'a' - 1}",
        "#{task + 1}",
        "#{task.title > 3}",
        "#{'a}",
        "#{a\u0000b}",
        "#{1 instanceof task}",
        "#{#{task}}",
        "#{task.title.getClass().forName('java.lang.Runtime')}",
        "#{task['class']['module']()}",
        "#{(task.title).concat('x')}",
        "#{(task.labels)[0](1)}",
        "#{task.labels.stream().map(x -> x).toList()}",
        "#{[1, 2, 3].stream().sum()}",
        "#{{1, 2}.stream()}",
        "#{input.n = 5}",
        "#{outputs.review.approved = false}",
        "#{input['n'] = 1; input}",
        "#{((a, b) -> a)(1, 2)}",
        "#{() -> 1}",
        "#{System.exit(0)}",
        "#{java.lang.Thread.sleep(1000)}",
        "#{Thread}",
        "#{param.x}",
        "#{sessionScope}",
        "#{applicationScope.x}",
        "#{facesContext}",
        "#{request.parameterMap}",
        "#{bean}",
        "#{cc.attrs.x}",
        "#{new java.io.File('/')}",
        "#{import('java.io')}",
        "#{matches('a', '(a+)+\\\\1')}",
        "#{has(task.labels)}",
        "#{lower(1, 2)}",
        "#{task.title[0]}",
        "#{'%s'.formatted('x')}",
        "#{`x`}",
        "#{task.title; task.title}",
        "#{task.title?.x}",
        "#{task::title}",
        "#{@task}",
        "#{1 .. 1000000000}"
      })
  void whatIsNotAllowedOrCannotBeFails(String expression) {
    assertThatThrownBy(() -> Expressions.evaluate(expression, VARIABLES))
        .isInstanceOfSatisfying(
            GamelanException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_EXPRESSION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"#{titel}", "#{upper(task)}", "#{task.x(1)}", "#{1 +}", "#{a = 1}"})
  void mistakesAreFoundWithoutEvaluation(String expression) {
    assertThat(Expressions.findFault(expression)).isPresent();
    assertThat(Expressions.findFault("#{task.x.y.z == 1}")).isEmpty();
  }

  @Test
  void mistakesComeWithAdvice() {
    assertThat(Expressions.findFault("#{output.x}")).get().asString().contains("'outputs'");
    assertThat(Expressions.findFault("#{match('a','a')}")).get().asString().contains("'matches'");
  }

  @Test
  void templatesAreFilledIn() {
    JsonNode filled =
        Expressions.interpolate(
            Json.parse(
                """
                {"path": "#{task.source.path}", "n": "#{task.complexity}", "plain": 1,
                 "text": "Title: #{task.title}, #{size(task.labels)} labels, #{memory.x}.",
                 "json": "labels #{task.labels}", "list": ["#{attempt}"], "raw": "\\\\#{x}"}
                """),
            VARIABLES);

    assertThat(filled)
        .isEqualTo(
            Json.parse(
                """
                {"path": "/src", "n": 3, "plain": 1,
                 "text": "Title: Analyze It, 2 labels, .",
                 "json": "labels [\\"plan\\",\\"fast\\"]", "list": [2], "raw": "#{x}"}
                """));
  }

  @Test
  void valuesInsideTextsAreNotEvaluatedAgain() {
    Map<String, Object> variables = variables("{\"input\": {\"text\": \"#{task.secret}\"}}");

    assertThat(
            Expressions.interpolate(Json.array().add("#{input.text} x"), variables).get(0).asText())
        .isEqualTo("#{task.secret} x");
  }

  @Test
  void conditionsAreTrueOrFalse() {
    assertThat(Expressions.test("#{outputs.plan.ok}", VARIABLES)).isFalse();
    assertThat(Expressions.test("#{outputs.triage.value == 'ship'}", VARIABLES)).isTrue();
    assertThatThrownBy(() -> Expressions.test("#{task.title}", VARIABLES))
        .isInstanceOf(GamelanException.class);
  }

  @Test
  void stagesInExpressionsAreFound() {
    assertThat(
            Expressions.outputsIn(
                Json.parse(
                    "{\"a\": \"#{outputs.x.y and outputs.z}\", \"b\": [\"t #{outputs.w}\"]}")))
        .containsExactlyInAnyOrder("x", "z", "w");
  }

  @Test
  void whatIsReadCannotBeChanged() {
    Map<String, Object> before = new HashMap<>(VARIABLES);
    for (String expression : new String[] {"#{task.title = 'x'}", "#{task['title'] = 'x'}"}) {
      assertThatThrownBy(() -> Expressions.evaluate(expression, VARIABLES))
          .isInstanceOf(GamelanException.class);
    }
    assertThat(VARIABLES).isEqualTo(before);
  }

  @Test
  void patternsThatAreWrittenOutAreCheckedBeforeTheyRun() {
    assertThat(Expressions.findFault("#{matches(task.title, '(')}"))
        .get()
        .asString()
        .contains("RE2");
    assertThat(Expressions.findFault("#{matches(lower(task.title), '(?=a)')}")).isPresent();
    assertThat(Expressions.findFault("#{matches(task.title, '^\\\\d+ (a|b)$')}")).isEmpty();
    assertThat(Expressions.findFault("#{matches(task.title, input.pattern)}")).isEmpty();
    assertThat(Expressions.findFault("#{has(task.labels, '(')}")).isEmpty();
  }

  @Test
  @Timeout(10)
  void patternsTakeLinearTime() {
    Map<String, Object> variables =
        Map.of("input", Map.of("text", "a".repeat(100_000) + "!"), "task", Map.of());

    assertThat(Expressions.evaluate("#{matches(input.text, '(a+)+')}", variables)).isEqualTo(false);
    assertThat(Expressions.evaluate("#{matches(input.text, '(a|aa)*b')}", variables))
        .isEqualTo(false);
  }

  @Test
  @Timeout(10)
  void whatAnExpressionMakesIsBounded() {
    Map<String, Object> variables =
        Map.of("input", Map.of("text", "a".repeat(1_000_000)), "task", Map.of());
    String doubled = "input.text" + " += input.text".repeat(19);

    assertThatThrownBy(() -> Expressions.evaluate("#{" + doubled + " += 'a' += 'a'}", variables))
        .isInstanceOf(GamelanException.class);
  }

  @Test
  @Timeout(10)
  void longAndDeepExpressionsAreRefusedQuickly() {
    for (String part : new String[] {"(", "!", "-", "task.", "1+", "true?1:", "'", "[", "not "}) {
      String text = "#{" + part.repeat(1_000_000 / part.length()) + "1}";
      assertThat(Expressions.findFault(text)).isPresent();
      assertThat(Expressions.findFault("#{" + part.repeat(300 / part.length()) + "1}"))
          .satisfiesAnyOf(it -> assertThat(it).isPresent(), it -> assertThat(it).isEmpty());
    }
  }

  private static Map<String, Object> variables(String json) {
    Map<String, Object> variables = new HashMap<>();
    Json.parse(json)
        .properties()
        .forEach(field -> variables.put(field.getKey(), Values.of(field.getValue())));
    return variables;
  }
}
