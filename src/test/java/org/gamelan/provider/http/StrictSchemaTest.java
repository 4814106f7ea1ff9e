package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'string','minLength':1,'pattern':'a'} | {'type':'string'}",
        "{'type':'string','format':'date'} | {'type':'string','format':'date'}",
        "{'type':'string','format':'odd'} | {'type':'string'}",
        "{'type':['string','null']} | {'type':['string','null']}",
        "{'enum':['a',null,1]} | {'enum':['a',null,1]}",
        "{'type':'array','items':{'type':'integer','minimum':1},'minItems':2}"
            + " | {'type':'array','items':{'type':'integer'}}",
        "{'oneOf':[{'type':'string'},{'type':'null'}]}"
            + " | {'anyOf':[{'type':'string'},{'type':'null'}]}",
        "{'type':'object','properties':{},'additionalProperties':false}"
            + " | {'type':'object','properties':{},'additionalProperties':false}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'},'b':{'$ref':'#/$defs/x'}},"
            + "'$defs':{'x':{'type':'string'}}}"
            + " | {'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},"
            + "'additionalProperties':false}"
      })
  void boundsAreLeftOutAndObjectsClosed(String schema, String strict) {
    assertThat(StrictSchema.of(Json.parse(schema.replace('\'', '"'))))
        .contains(Json.parse(strict.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "true",
        "{'type':'object'}",
        "{'type':'object','additionalProperties':{'type':'string'}}",
        "{'type':'array'}",
        "{'type':'object','properties':{'a':{}}}",
        "{'enum':[{'a':1}]}",
        "{'allOf':[{'type':'string'}]}",
        "{'$ref':'https://example.org/schema'}",
        "{'$ref':'#/$defs/nowhere'}",
        "{'$ref':'#'}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':"
            + "{'type':'array','items':{'$ref':'#/$defs/x'}}}}"
      })
  void whatIsOpenOrEndlessHasNoStrictForm(String schema) {
    assertThat(StrictSchema.of(Json.parse(schema.replace('\'', '"')))).isEmpty();
  }

  @Test
  void tooManyOptionalPropertiesHaveNoStrictForm() {
    assertThat(StrictSchema.of(Json.parse(optional(24)))).isPresent();
    assertThat(StrictSchema.of(Json.parse(optional(25)))).isEmpty();
  }

  private static String optional(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"p" + i + "\":{\"type\":\"string\"}")
        .collect(Collectors.joining(",", "{\"type\":\"object\",\"properties\":{", "}}"));
  }
}
