package org.gamelan.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskConfigChecksTest {
  private static final String WHO =
      "{\"type\":\"object\",\"required\":[\"who\"],\"properties\":{\"who\":{\"type\":\"string\"}}}";

  private static TaskConfigDraft draft(
      String prompt, String input, String output, String examples) {
    return new TaskConfigDraft(
        "greeting",
        null,
        prompt,
        input == null ? null : Json.parse(input),
        output == null ? null : Json.parse(output),
        examples == null ? null : Json.parse(examples));
  }

  private static List<String> faults(TaskConfigDraft draft) {
    return TaskConfigChecks.findFaults(draft).stream()
        .map(fault -> fault.field() + ": " + fault.message())
        .toList();
  }

  @Test
  void whatIsLeftOutGetsItsDefault() {
    TaskConfigDraft checked = TaskConfigChecks.check(draft("Hello", null, "null", null));
    assertThat(checked.description()).isEmpty();
    assertThat(checked.outputSchema()).isNull();
    assertThat(checked.examples()).isEqualTo(Json.array());
  }

  @Test
  void aSoundOneHasNoFaults() {
    assertThat(
            faults(
                draft(
                    "Greet {{ input.who }} {{ memory.runs }} {{ task.title }}",
                    WHO,
                    WHO,
                    "[{\"name\":\"a\",\"input\":{\"who\":\"x\"},\"output\":{\"who\":\"y\"}}]")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ inputs.who }}~line 1, column 4: there is no variable 'inputs'",
        "{{ outputs.x }}~line 1, column 4: there is no variable 'outputs'",
        "a {% if %}~line 1, column 9:",
        "{{ task.title | shout }}~line 1, column 17:",
        "{% if inputs.x %}a{% endif %}~line 1, column 7: there is no variable 'inputs'",
        "{{ input.who~line 1, column 1: it ends within a tag",
        "{% include 'x' %}~line 1,",
      })
  void templatesAreRefusedWithLineAndColumn(String template, String told) {
    assertThat(faults(draft(template, WHO, null, null)))
        .singleElement()
        .asString()
        .startsWith("promptTemplate: " + told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "{{ input.who }} {{ inputs.x }}~line 1, column 20: there is no variable 'inputs'",
        "{% if input.a is defined %}{{ tsk.x }}{% endif %}~line 1, column 31: there is no variable",
        "{% for a in input.l %}{{ b }}{% else %}{{ a }}{% endfor %}~line 1, column 26:",
        "{{ input.x | join(sep) }}~line 1, column 19: there is no variable 'sep'",
        "{{ input.x ? {'a': yes} : [no] }}~line 1, column 20: there is no variable 'yes'",
        "{% set y = who %}{{ y }}~line 1, column 12: there is no variable 'who'",
        "{% filter upper %}{{ nobody }}{% endfilter %}~line 1, column 22:",
        "{{ max(input.a, most) }}~line 1, column 17: there is no variable 'most'",
        "{{ input.a starts with with_what }}~line 1,",
        "{{ input.a[key] }}~line 1, column 12: there is no variable 'key'",
        "{{ not absent and input.a }}~line 1, column 8:",
        "{{ input.who }} {{ task.deadline }}~line 1, column 25: there is no 'deadline' in 'task';"
            + " it has complexity, description, id,",
        "{{ input.who }} {{ task['due'] }}~line 1, column 26: there is no 'due' in 'task'",
      })
  void unknownNamesAreToldWhereverTheyStand(String template, String told) {
    templatesAreRefusedWithLineAndColumn(template, told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ input.who }} {{ memory.anything }} {{ task.input.deep }} {{ task.labels | json }}",
        "{% for a in input.l %}{{ loop.index }} {{ a.b }}{% endfor %}",
        "{% set task = input.job %}{{ task.deadline }}",
        "{% for key in input.l %}{{ input.m[key] }}{% endfor %}",
        "{{ inputs | default('none') }}{% if tsk is defined %}x{% endif %}",
      })
  void whatSomeInputGivesIsNoFault(String template) {
    assertThat(faults(draft(template, null, null, null))).isEmpty();
  }

  @Test
  void noInputIsAnEmptyOneInPreviewsAsInRuns() {
    assertThat(
            Prompts.render(
                "{{ input | json }}",
                Prompts.variables("", "", NullNode.getInstance(), InstanceMemory.empty())))
        .isEqualTo("{}");
  }

  @Test
  void whatAnInputMayLackIsNoFaultOfTheTemplateUnlessAnExampleLacksIt() {
    String template = "first\n  {{ input.who }}";
    assertThat(faults(draft(template, null, null, null))).isEmpty();
    assertThat(faults(draft(template, null, null, "[{\"name\":\"none\",\"input\":{}}]")))
        .singleElement()
        .asString()
        .startsWith("promptTemplate: line 2, column 12: there is no 'who'")
        .contains("with the example 'none'");
  }

  @Test
  void schemasAreCheckedWithPointers() {
    assertThat(
            faults(
                draft(
                    "x",
                    "{\"properties\":{\"a/b\":{\"type\":\"objekt\"}}}",
                    "{\"$ref\":\"#/nowhere\"}",
                    null)))
        .anyMatch(fault -> fault.startsWith("inputSchema/properties/a~1b/type: "))
        .anyMatch(fault -> fault.startsWith("outputSchema/$ref: "));
    assertThat(faults(draft("x", "[]", null, null)).get(0)).startsWith("inputSchema: must be");
  }

  @Test
  void examplesFitTheSchemasAndHaveNamesOfTheirOwn() {
    String examples =
        "[{\"name\":\"a\",\"input\":{}},{\"name\":\"b\",\"input\":{\"who\":1}},"
            + "{\"name\":\"c\",\"input\":{\"who\":\"x\"},\"output\":{}}]";
    assertThat(faults(draft("x", WHO, WHO, examples)))
        .contains("examples/0/input/who: is missing", "examples/2/output/who: is missing")
        .anyMatch(fault -> fault.startsWith("examples/1/input/who: "));
    assertThat(faults(draft("x", null, null, "[{\"name\":\"a\"},{\"name\":\"a\",\"in\":1},3]")))
        .anyMatch(fault -> fault.startsWith("examples/1/in: is unknown"))
        .anyMatch(fault -> fault.startsWith("examples/1/name: is the name of another"))
        .anyMatch(fault -> fault.startsWith("examples/2: must be an object"));
  }

  @Test
  void everythingIsBounded() {
    ArrayNode many = Json.array();
    for (int i = 0; i <= TaskConfigChecks.MAX_EXAMPLES; i++) {
      many.addObject().put("name", "e" + i);
    }
    TaskConfigDraft large =
        new TaskConfigDraft(
            "x".repeat(64),
            "d".repeat(TaskConfigChecks.MAX_DESCRIPTION + 1),
            "p".repeat(TaskConfigChecks.MAX_PROMPT + 1),
            Json.object().put("title", "s".repeat(TaskConfigChecks.MAX_SCHEMA_BYTES)),
            null,
            many);
    assertThat(TaskConfigChecks.findFaults(large))
        .extracting(FieldError::field)
        .containsExactly("name", "description", "promptTemplate", "inputSchema", "examples");
    assertThatThrownBy(() -> TaskConfigChecks.check(large))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void whatIsTooLongToRememberBecomesNull() {
    assertThat(InstanceMemory.stored(Json.tree("short"))).isEqualTo("\"short\"");
    assertThat(InstanceMemory.stored(Json.tree("ü".repeat(InstanceMemory.MAX_VALUE / 2))))
        .isEqualTo("null");
    assertThat(InstanceMemory.whole(Json.parse("{\"runs\":2,\"mood\":1}")).toString())
        .isEqualTo("{\"runs\":2,\"lastInput\":null,\"lastOutput\":null,\"mood\":1}");
  }
}
