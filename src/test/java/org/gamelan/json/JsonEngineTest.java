package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.json.JsonEngine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonEngineTest {
  @Test
  void aDocumentThatFitsNeedsNoRung() {
    Outcome outcome = JsonEngine.read(" {\"n\": 1} ", schema("{'required':['n']}"), true);

    assertThat(outcome.fits()).isTrue();
    assertThat(outcome.rungs()).isEmpty();
  }

  @Test
  void rungsTellWhatWasDone() {
    Outcome outcome = JsonEngine.read("Here: {'a': 1,}", Optional.empty(), true);

    assertThat(outcome.rungs()).extracting(RepairRung::rung).containsExactly("parse", "repair");
    assertThat(outcome.rungs().get(1).ok()).isTrue();
    assertThat(outcome.rungs().get(1).message())
        .contains("text around")
        .contains("comma too many")
        .contains("quotation marks");
  }

  @Test
  void withoutRepairABrokenDocumentStaysBroken() {
    Outcome outcome = JsonEngine.read("{'a': 1}", Optional.empty(), false);

    assertThat(outcome.fits()).isFalse();
    assertThat(outcome.violations()).hasSize(1);
  }

  @Test
  void aLostTailIsTold() {
    Outcome outcome = JsonEngine.read("{\"a\": [1, 2", Optional.empty(), true);

    assertThat(outcome.truncated()).isTrue();
    assertThat(outcome.rungs().get(1).message()).contains("what was cut off is lost");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'n':'5'} | {'n':5}",
        "{'n':' 5 '} | {'n':5}",
        "{'b':'true'} | {'b':true}",
        "{'b':'False'} | {'b':false}",
        "{'s':5} | {'s':'5'}",
        "{'s':1.50} | {'s':'1.50'}",
        "{'s':true} | {'s':'true'}",
        "{'l':['1','2']} | {'l':[1,2]}",
        "{'o':{'n':'7'}} | {'o':{'n':7}}",
        "{'x':'null'} | {'x':null}",
        "{'n':'5',} | {'n':5}",
        "{'n':'five'} | none",
        "{'n':'5.5'} | none",
        "{'n':'007'} | none",
        "{'l':'1'} | none",
        "{'b':1} | none"
      })
  void typesAreChangedOnlyWhereTheSchemaSaysSo(String text, String expected) {
    Optional<JsonSchema> schema =
        schema(
            "{'type':'object','properties':{'n':{'type':'integer'},'b':{'type':'boolean'},"
                + "'s':{'type':'string'},'l':{'type':'array','items':{'type':'number'}},"
                + "'x':{'type':['number','null']},'o':{'properties':{'n':{'$ref':'#/$defs/n'}}}},"
                + "'$defs':{'n':{'type':'integer'}}}");

    Outcome outcome = JsonEngine.read(text.replace('\'', '"'), schema, true);

    assertThat(outcome.value().map(Json::write).orElse("none").replace('"', '\''))
        .isEqualTo(expected);
  }

  @Test
  void theFirstCandidateThatFitsIsTaken() {
    String text = "Either {\"x\": 1} or {\"n\": 2} or {\"n\": 3}.";

    Outcome outcome = JsonEngine.read(text, schema("{'type':'object','required':['n']}"), true);

    assertThat(outcome.value()).contains(Json.parse("{\"n\":2}"));
  }

  @Test
  void partsOfADocumentAreNotTakenForTheDocument() {
    String text = "{\"items\": [{\"n\": 1}, {\"n\": 2";

    Outcome outcome = JsonEngine.read(text, schema("{'type':'object','required':['n']}"), true);

    assertThat(outcome.fits()).isFalse();
    assertThat(outcome.truncated()).isTrue();
    assertThat(outcome.violations()).hasSize(1);
  }

  @Test
  void severalDocumentsBecomeAListWhereOneIsWanted() {
    Optional<JsonSchema> list = schema("{'type':'array','items':{'type':'object'}}");

    Outcome outcome = JsonEngine.read("{\"n\": 1}\n{\"n\": 2}\n", list, true);

    assertThat(outcome.value()).contains(Json.parse("[{\"n\":1},{\"n\":2}]"));
  }

  @Test
  void aDocumentWrittenAsATextIsUnescaped() {
    String text = "\"{\\\"n\\\": 1, \\\"s\\\": \\\"a \\\\\\\"b\\\\\\\"\\\"}\"";

    Outcome outcome = JsonEngine.read(text, schema("{'type':'object'}"), true);

    assertThat(outcome.value()).contains(Json.parse("{\"n\":1,\"s\":\"a \\\"b\\\"\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'integer'} | The answer: 42 | none",
        "{'type':'integer'} | ```\\n42\\n``` | 42",
        "{'type':'boolean'} | True | true",
        "{'type':'string'} | Hello there | \"Hello there\"",
        "{'type':'string'} | 'Hello' | \"Hello\"",
        "{'type':'number'} | .5 | 0.5",
        "{'type':'integer'} | 12 apples | none"
      })
  void scalarsCanBeDocuments(String schema, String text, String expected) {
    Outcome outcome = JsonEngine.read(text.replace("\\n", "\n"), schema(schema), true);

    assertThat(outcome.value().map(Json::write).orElse("none")).isEqualTo(expected);
  }

  @Test
  void whatIsNestedTooDeeplyIsRefused() {
    for (String text :
        new String[] {"[".repeat(200_000), "{\"a\":".repeat(200_000), "{a:[".repeat(99_999)}) {
      Outcome outcome = JsonEngine.read(text, Optional.empty(), true);

      assertThat(outcome.fits()).isFalse();
      assertThat(outcome.violations().get(0).message()).contains("nested deeper");
    }
  }

  @Test
  void whatIsTooLongIsRefused() {
    Outcome outcome = JsonEngine.read("x".repeat(Json.MAX_CHARS + 1), Optional.empty(), true);

    assertThat(outcome.fits()).isFalse();
  }

  @Test
  void whateverIsReadCanBeWrittenAndReadAgain() {
    JsonNode node =
        JsonEngine.read("{a: \"\u0007\ud83d\ude00\ud83d\"}", Optional.empty(), true)
            .value()
            .orElseThrow();

    assertThat(Json.parse(Json.write(node))).isEqualTo(node);
  }

  private static Optional<JsonSchema> schema(String text) {
    return Optional.of(JsonSchema.compile(Json.parse(text.replace('\'', '"'))));
  }
}
