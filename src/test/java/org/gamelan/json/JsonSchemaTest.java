package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {
  private static final String REVIEW =
      "{'type':'object','required':['approved','comments'],'properties':{'approved':{'type':"
          + "'boolean'},'comments':{'type':'array','items':{'type':'string'}}}}";

  @Test
  void everyViolationIsTold() {
    assertThat(schema(REVIEW).validate(Json.parse("{\"comments\":[\"a\",2]}")))
        .extracting(Violation::toString)
        .containsExactlyInAnyOrder(
            "required property 'approved' not found",
            "/comments/1: integer found, string expected");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kind':'a','colour':'red'} | required property 'kinds' not found; is it 'kind'?",
        "{'kinds':'smal'} | /kinds: does not have a value in the enumeration ['small', 'large'],"
            + " found 'smal'; did you mean 'small'?",
        "{'kinds':'small','n':11} | /n: must have a maximum value of 10, found 11",
        "{'kinds':'small','l':[1,2]} | /l: must have at least 3 items but found 2, found 2 items",
        "{'kinds':'small','o':{'nmae':1}} | /o: property 'nmae' is not defined in the schema and"
            + " the schema does not allow additional properties; did you mean 'name'?",
        "{'kinds':'small','o':{'zzzzzz':1}} | /o: property 'zzzzzz' is not defined in the schema"
            + " and the schema does not allow additional properties; known: name",
        "{'kinds':'small','t':'ab'} | /t: does not match the regex pattern ^x, found 'ab'",
        "{'kinds':'small','d':'2026-13-01'} | /d: does not match the date pattern must be a valid"
            + " RFC 3339 full-date, found '2026-13-01'"
      })
  void violationsTellWhatWasFoundAndWhatMayBeMeant(String value, String expected) {
    JsonSchema schema =
        schema(
            "{'type':'object','required':['kinds'],'properties':{'kinds':{'enum':['small','large']},"
                + "'n':{'maximum':10},'l':{'minItems':3},'o':{'additionalProperties':false,"
                + "'properties':{'name':{}}},'t':{'pattern':'^x'},'d':{'format':'date'}}}");

    assertThat(schema.validate(Json.parse(value.replace('\'', '"'))))
        .extracting(it -> it.toString().replace('"', '\''))
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'objekt'} | /type",
        "{'properties':{'a':{'type':'objekt'}}} | /properties/a/type",
        "{'required':'a'} | /required",
        "{'minLength':-1} | /minLength",
        "{'$ref':'http://example.org/x'} | /$ref",
        "{'$ref':'file:///etc/passwd'} | /$ref",
        "{'$ref':'#/$defs/none'} | /$ref",
        "{'properties':{'a/b':{'$ref':'#nope'}}} | /properties/a~1b/$ref",
        "{'pattern':'(?=a)'} | /pattern",
        "{'patternProperties':{'(':{}}} | /patternProperties/(",
        "{'$schema':'http://json-schema.org/draft-07/schema#'} | /$schema",
        "{'properties':{'a':{'$id':'x'}}} | /properties/a/$id",
        "{'$ref':'#'} | ``",
        "{'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'allOf':[{'$ref':'#/$defs/a'}]}}} | /$defs/a",
        "[] | ``",
        "'x' | ``"
      })
  void badSchemasAreRefusedWithAPointer(String text, String pointer) {
    assertThatThrownBy(() -> schema(text))
        .isInstanceOfSatisfying(
            InvalidSchemaException.class,
            e -> assertThat(e.problems()).extracting(Violation::path).contains(pointer));
  }

  @Test
  void allFaultsOfASchemaAreListed() {
    assertThat(
            JsonSchema.findProblems(
                Json.parse("{\"type\":\"objekt\",\"properties\":{\"a\":{\"minimum\":\"x\"}}}")))
        .extracting(Violation::path)
        .contains("/type", "/properties/a/minimum");
  }

  @Test
  void wordsOfTheLanguageMayBeNamesOfProperties() {
    assertThat(schema("{'properties':{'$ref':{'type':'string'},'pattern':{'type':'string'}}}"))
        .isNotNull();
    assertThat(schema("{'const':{'$ref':'http://x','pattern':'(?=a)'}}")).isNotNull();
  }

  @Test
  void localReferencesMayRecurseIntoTheValue() {
    JsonSchema tree =
        schema(
            "{'$id':'https://example.org/tree','$ref':'#/$defs/node','$defs':{'node':{'type':"
                + "'object','properties':{'next':{'$ref':'#/$defs/node'}}}}}");

    assertThat(tree.validate(Json.parse("{\"next\":{\"next\":{}}}"))).isEmpty();
    assertThat(tree.validate(Json.parse("{\"next\":{\"next\":1}}"))).hasSize(1);
  }

  @Test
  void formatsAreAsserted() {
    assertThat(schema("{'format':'date'}").validate(Json.parse("\"2026-13-01\""))).hasSize(1);
  }

  @Test
  @Timeout(5)
  void patternsTakeLinearTime() {
    String text = "\"" + "a".repeat(50_000) + "!\"";

    assertThat(schema("{'pattern':'^(a+)+$'}").validate(Json.parse(text))).hasSize(1);
  }

  @Test
  void schemasThatMultiplyAreRefused() {
    StringBuilder text = new StringBuilder("{'$ref':'#/$defs/a0','$defs':{");
    for (int i = 0; i < 30; i++) {
      String next = "{'$ref':'#/$defs/a" + (i + 1) + "'}";
      text.append("'a" + i + "':{'allOf':[" + next + "," + next + "]},");
    }
    String bomb = text.append("'a30':{}}}").toString();

    assertThatThrownBy(() -> schema(bomb))
        .isInstanceOf(InvalidSchemaException.class)
        .hasMessageContaining("applies more than");
  }

  private static JsonSchema schema(String text) {
    return JsonSchema.compile(Json.parse(text.replace('\'', '"')));
  }
}
