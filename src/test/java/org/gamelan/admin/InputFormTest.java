package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.admin.InputField.Kind;
import org.gamelan.assignment.Conformity;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms made of schemas: their fields, their markup, and the documents they make. */
class InputFormTest {
  private static final JsonNode SCHEMA =
      Json.parse(
          """
          {"type":"object","required":["name","on","tags"],"$defs":{"tag":{"type":"string"}},"properties":{
            "name":{"type":"string","title":"<Name>","description":"Say & tell","default":"A \\"b\\""},
            "size":{"type":"integer","minimum":1,"maximum":9},
            "share":{"type":["number","null"]},
            "on":{"type":"boolean"},"maybe":{"type":"boolean"},
            "kind":{"enum":["a",2,null]},
            "day":{"type":"string","format":"date"},
            "tags":{"type":"array","items":{"$ref":"#/$defs/tag"}},
            "numbers":{"type":"array","items":{"type":"integer"}},
            "some":{"type":"array","uniqueItems":true,"items":{"enum":["x","y","z"]}},
            "inner":{"type":"object","required":["deep"],"properties":{"deep":{"type":"string"},"n":{"type":"number"}}},
            "any":{"type":"array","items":{"type":"object"}}}}
          """);

  private static final List<InputField> FIELDS = InputFields.of(SCHEMA).orElseThrow();

  private static JsonNode document(Map<String, String[]> parameters) {
    List<FieldError> faults = new ArrayList<>();
    JsonNode made = InputValues.of(parameters).document(Optional.of(FIELDS), faults);
    assertThat(faults).isEmpty();
    return made;
  }

  private static Map<String, String[]> form(String... pairs) {
    Map<String, String[]> form = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      form.put("in:/" + pairs[i], pairs[i + 1].split("\\|", -1));
    }
    return form;
  }

  @Test
  void everyKindOfFieldIsKnown() {
    assertThat(FIELDS)
        .extracting(InputField::kind)
        .containsExactly(
            Kind.LINE,
            Kind.INTEGER,
            Kind.NUMBER,
            Kind.YES_NO,
            Kind.YES_NO,
            Kind.CHOICE,
            Kind.DATE,
            Kind.LINES,
            Kind.LINES,
            Kind.CHOICES,
            Kind.GROUP,
            Kind.JSON);
    assertThat(FIELDS.get(10).fields().get(0).pointer()).isEqualTo("/inner/deep");
    assertThat(FIELDS.get(10).fields().get(0).required()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"string\",\"maxLength\":201}|TEXT",
        "{\"type\":\"string\",\"maxLength\":200}|LINE",
        "{\"type\":\"string\",\"contentMediaType\":\"text/markdown\"}|TEXT",
        "{\"type\":\"string\",\"format\":\"multiline\"}|TEXT",
        "{\"oneOf\":[{\"type\":\"string\"}]}|LINE",
        "{\"allOf\":[{\"type\":\"string\"}]}|JSON",
        "{\"const\":1}|CONSTANT",
        "{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}|ALTERNATIVES",
        "{\"anyOf\":[{\"type\":\"string\"},{}],\"minLength\":2}|JSON",
        "{\"type\":[\"string\",\"number\"]}|JSON",
        "{\"type\":\"object\"}|JSON",
        "{\"type\":\"array\",\"items\":{\"enum\":[1]}}|JSON",
        "{\"type\":\"array\",\"prefixItems\":[{}],\"items\":{\"type\":\"string\"}}|JSON",
        "{\"$ref\":\"#\"}|JSON",
        "true|JSON",
        "{}|JSON"
      })
  void whatCannotBeShownIsAskedForAsJson(String schema, String kind) {
    JsonNode whole = Json.parse("{\"type\":\"object\",\"properties\":{\"x\":" + schema + "}}");
    assertThat(InputFields.of(whole).orElseThrow().get(0).kind()).isEqualTo(Kind.valueOf(kind));
  }

  @Test
  void everyFieldThatHoldsItsOwnKindStaysJson() {
    List<InputField> fields =
        InputFields.of(
                Json.parse(
                    """
                    {"type": "object", "properties": {"root": {"$ref": "#/$defs/node"}},
                     "$defs": {"node": {"type": "object", "properties": {
                       "left": {"$ref": "#/$defs/node"}, "right": {"$ref": "#/$defs/node"}}}}}
                    """))
            .orElseThrow();

    assertThat(fields.get(0).fields())
        .extracting(InputField::kind)
        .containsExactly(Kind.JSON, Kind.JSON);
  }

  @Test
  void whatIsNoObjectOfPropertiesIsNoForm() {
    assertThat(InputFields.of(null)).isEmpty();
    assertThat(InputFields.of(Json.parse("{\"type\":\"string\"}"))).isEmpty();
    assertThat(InputFields.of(Json.parse("{\"type\":\"object\"}"))).isEmpty();
    assertThat(InputFields.of(Json.parse("{\"$ref\":\"#\"}"))).isEmpty();
    StringBuilder many = new StringBuilder("{\"type\":\"object\",\"properties\":{\"p\":{}");
    for (int i = 0; i < 100; i++) {
      many.append(",\"p").append(i).append("\":{\"type\":\"string\"}");
    }
    assertThat(InputFields.of(Json.parse(many + "}}"))).isEmpty();
  }

  @Test
  void groupsEndWhereTheyBecomeTooDeep() {
    String schema = "{\"type\":\"string\"}";
    for (int i = 0; i < 8; i++) {
      schema = "{\"type\":\"object\",\"properties\":{\"g\":" + schema + "}}";
    }
    InputField field = InputFields.of(Json.parse(schema)).orElseThrow().get(0);
    int depth = 1;
    while (field.kind() == Kind.GROUP) {
      field = field.fields().get(0);
      depth++;
    }
    assertThat(depth).isEqualTo(5);
    assertThat(field.kind()).isEqualTo(Kind.JSON);
  }

  @Test
  void aFilledFormMakesADocumentThatFits() {
    JsonNode made =
        document(
            form(
                "name",
                "N",
                "size",
                "3",
                "share",
                "0.5",
                "on",
                "true",
                "maybe",
                "false",
                "kind",
                "1",
                "day",
                "2030-01-31",
                "tags",
                " a \n\nb",
                "numbers",
                "1\n2",
                "some",
                "0|2",
                "inner/deep",
                "d",
                "any",
                "[{}]"));
    assertThat(made)
        .isEqualTo(
            Json.parse(
                """
                {"name":"N","size":3,"share":0.5,"on":true,"maybe":false,"kind":2,"day":"2030-01-31",
                 "tags":["a","b"],"numbers":[1,2],"some":["x","z"],"inner":{"deep":"d"},"any":[{}]}
                """));
    assertThat(Conformity.faults("input", SCHEMA, made)).isEmpty();
    assertThat(document(shown(InputValues.of(FIELDS, made)))).isEqualTo(made);
  }

  /** What a browser sends of a form that shows these values. */
  private static Map<String, String[]> shown(InputValues values) {
    Map<String, String[]> sent = new HashMap<>();
    for (InputField field : FIELDS) {
      List<InputField> leaves = field.kind() == Kind.GROUP ? field.fields() : List.of(field);
      leaves.forEach(
          leaf -> sent.put("in:" + leaf.pointer(), values.all(leaf).toArray(String[]::new)));
    }
    sent.values().removeIf(texts -> texts.length == 0);
    return sent;
  }

  @Test
  void anEmptyFormLeavesOutWhatNeedNotBeThere() {
    JsonNode made = document(form("name", "", "size", " ", "kind", "", "inner/deep", ""));
    assertThat(made).isEqualTo(Json.parse("{\"on\":false,\"tags\":[]}"));
    assertThat(Conformity.faults("input", SCHEMA, made))
        .containsExactly(new FieldError("input/name", "is missing"));
  }

  @ParameterizedTest
  @CsvSource({"size, many", "size, 1e99999999", "size, 12", "share, 007", "numbers, x", "kind, 77"})
  void whatDoesNotFitIsToldAtItsField(String field, String text) {
    JsonNode made = document(form("name", "n", field, text));
    List<FieldError> faults = Conformity.faults("input", SCHEMA, made);
    assertThat(faults).isNotEmpty();
    String markup =
        InputFormHtml.of(Optional.of(FIELDS), InputValues.of(form(field, text)), faults);
    assertThat(markup).contains("aria-invalid=\"true\"").contains("-problem\" role=\"alert\"");
    assertThat(markup).as("told once, at the field").doesNotContain("<p class=\"problem\" role");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"string\",\"maxLength\":4096}|a|1",
        "{\"type\":\"string\",\"maxLength\":4096}|a b c d|4",
        "{\"type\":\"string\",\"format\":\"multiline\"}|a|6",
        "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}|a|3"
      })
  void aTextIsAsLargeAsWhatStandsInIt(String schema, String words, int rows) {
    JsonNode whole = Json.parse("{\"type\":\"object\",\"properties\":{\"x\":" + schema + "}}");
    Optional<List<InputField>> fields = InputFields.of(whole);
    InputValues values = InputValues.of(Map.of("in:/x", new String[] {words.replace(' ', '\n')}));
    assertThat(InputFormHtml.of(fields, values, List.of()))
        .contains("<textarea rows=\"" + rows + "\"");
  }

  @Test
  void brokenJsonIsToldWithItsPlace() {
    List<FieldError> faults = new ArrayList<>();
    InputValues.of(form("name", "n", "any", "[")).document(Optional.of(FIELDS), faults);
    assertThat(faults).singleElement().extracting(FieldError::field).isEqualTo("input/any");
    assertThat(faults.get(0).message()).contains("line 1");
  }

  @Test
  void markupIsEscapedAndLabelled() {
    String markup =
        InputFormHtml.of(Optional.of(FIELDS), InputValues.ofDefaults(FIELDS), List.of());
    assertThat(markup)
        .contains("<label for=\"in-1\">&lt;Name&gt;")
        .contains("value=\"A &quot;b&quot;\"")
        .contains("Say &amp; tell")
        .contains("min=\"1\" max=\"9\" step=\"1\"")
        .contains("<option value=\"2\">null</option>")
        .contains("<legend>inner</legend>")
        .doesNotContain("<Name>");
    String hostile = "</textarea><script>";
    String whole =
        InputFormHtml.of(
            Optional.empty(),
            InputValues.of(Map.of("in", new String[] {hostile})),
            List.of(new FieldError("input/<x>", "is <bad>")));
    assertThat(whole).doesNotContain("<script>").contains("input/&lt;x&gt; is &lt;bad&gt;");
  }

  private static final JsonNode NESTED =
      Json.parse(
          """
          {"type":"object","required":["items"],"$defs":{
            "pay":{"oneOf":[
              {"title":"Card","type":"object","required":["by","number"],"properties":{"by":{"const":"card"},"number":{"type":"string"}}},
              {"type":"object","required":["by"],"properties":{"by":{"const":"cash"},"coins":{"type":"boolean"}}},
              {"type":"string"}]},
            "item":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},
              "parts":{"type":"array","items":{"type":"object","properties":{"size":{"type":"integer"}}}},
              "paid":{"$ref":"#/$defs/pay"}}},
            "tree":{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#/$defs/tree"}}}}},
           "properties":{
            "items":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/item"}},
            "pay":{"$ref":"#/$defs/pay"},
            "note":{"anyOf":[{"type":"string"},{"type":"null"}]},
            "tree":{"$ref":"#/$defs/tree"}}}
          """);

  private static final List<InputField> ROWS = InputFields.of(NESTED).orElseThrow();

  private static JsonNode nested(Map<String, String[]> parameters) {
    List<FieldError> faults = new ArrayList<>();
    JsonNode made = InputValues.of(parameters).document(Optional.of(ROWS), faults);
    assertThat(faults).isEmpty();
    return made;
  }

  private static Map<String, String[]> sent(String... pairs) {
    Map<String, String[]> form = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      form.put(pairs[i], new String[] {pairs[i + 1]});
    }
    return form;
  }

  @Test
  void listsOfObjectsAndAlternativesAreFields() {
    assertThat(ROWS)
        .extracting(InputField::kind)
        .containsExactly(Kind.ROWS, Kind.ALTERNATIVES, Kind.LINE, Kind.GROUP);
    assertThat(ROWS.get(1).fields())
        .extracting(InputField::label)
        .containsExactly("Card", "cash", "Choice 3, string");
    assertThat(ROWS.get(0).fields().get(0).fields())
        .extracting(InputField::kind)
        .containsExactly(Kind.LINE, Kind.ROWS, Kind.ALTERNATIVES);
  }

  @Test
  void whatRefersToItselfIsAskedForAsJson() {
    assertThat(ROWS.get(3).fields()).singleElement().matches(it -> it.kind() == Kind.JSON);
    JsonNode self =
        Json.parse(
            "{\"type\":\"object\",\"properties\":{\"next\":{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}}}");
    assertThat(InputFields.of(self).orElseThrow().get(0).kind()).isEqualTo(Kind.JSON);
  }

  @Test
  void rowsEndWhereTheyBecomeTooDeep() {
    String schema = "{\"type\":\"string\"}";
    for (int i = 0; i < 8; i++) {
      schema =
          "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"g\":"
              + schema
              + "}}}";
    }
    InputField field =
        InputFields.of(Json.parse("{\"type\":\"object\",\"properties\":{\"g\":" + schema + "}}"))
            .orElseThrow()
            .get(0);
    int depth = 0;
    while (field.kind() == Kind.ROWS) {
      field = field.fields().get(0).fields().get(0);
      depth++;
    }
    assertThat(depth).isEqualTo(2);
    assertThat(field.kind()).isEqualTo(Kind.JSON);
  }

  @Test
  void rowsAndTheChosenAlternativeMakeADocumentThatFits() {
    Map<String, String[]> form =
        sent(
            "in:rows:/items", "2",
            "in:/items/0/name", "a",
            "in:rows:/items/0/parts", "1",
            "in:/items/0/parts/0/size", "3",
            "in:chosen:/items/0/paid", "0",
            "in:/items/0/paid/number", "12",
            "in:/items/1/name", "b",
            "in:chosen:/items/1/paid", "2",
            "in:/items/1/paid", "by hand",
            "in:chosen:/pay", "1",
            "in:/pay/coins", "true");
    JsonNode made = nested(form);
    assertThat(made)
        .isEqualTo(
            Json.parse(
                """
                {"items":[{"name":"a","parts":[{"size":3}],"paid":{"number":"12","by":"card"}},
                  {"name":"b","paid":"by hand"}],"pay":{"coins":true,"by":"cash"}}
                """));
    assertThat(Conformity.faults("input", NESTED, made)).isEmpty();
    InputValues shown = InputValues.of(ROWS, made);
    assertThat(shown.document(Optional.of(ROWS), new ArrayList<>())).isEqualTo(made);
    String markup = InputFormHtml.of(Optional.of(ROWS), shown, List.of());
    assertThat(markup)
        .contains("<legend>items 2", "name=\"in:/items/0/parts/0/size\"")
        .contains("data-value=\"remove:/items/1\"", "data-value=\"add:/items/0/parts\"")
        .contains("disabled=\"disabled\" hidden=\"hidden\"");
  }

  @Test
  void rowsAreAddedAndRemovedInPlace() {
    Map<String, String[]> form =
        sent(
            "in:rows:/items", "3",
            "in:/items/0/name", "a",
            "in:/items/1/name", "b",
            "in:/items/2/name", "c",
            "in:rows:/items/2/parts", "1",
            "in:/items/2/parts/0/size", "7",
            "choose", "remove:/items/1");
    assertThat(nested(form).path("items").toString())
        .isEqualTo("[{\"name\":\"a\"},{\"name\":\"c\",\"parts\":[{\"size\":7}]}]");
    form.put("choose", new String[] {"add:/items/2/parts"});
    assertThat(nested(form).at("/items/2/parts").toString()).isEqualTo("[{\"size\":7},{}]");
    for (String odd : List.of("remove:/items/9", "remove:", "remove:/items/x", "add", "x:/items")) {
      form.put("choose", new String[] {odd});
      assertThat(nested(form).path("items")).as(odd).hasSize(3);
    }
    form.put("in:rows:/items", new String[] {"99999999999"});
    assertThat(nested(form).path("items")).isEmpty();
    form.put("in:rows:/items", new String[] {"99"});
    assertThat(nested(form).path("items")).hasSize(InputValues.MOST_ROWS);
  }

  @Test
  void faultsAreToldAtTheirRow() {
    Map<String, String[]> form =
        sent("in:rows:/items", "2", "in:/items/0/name", "a", "in:/items/1/name", "");
    List<FieldError> faults = Conformity.faults("input", NESTED, nested(form));
    assertThat(faults).containsExactly(new FieldError("input/items/1/name", "is missing"));
    assertThat(InputFormHtml.of(Optional.of(ROWS), InputValues.of(form), faults))
        .contains("name=\"in:/items/1/name\" class=\"invalid\"");
  }

  @Test
  void whatTheFormCannotShowOfAnExampleIsNotLost() {
    StringBuilder many = new StringBuilder("[{\"name\":\"n\"}");
    for (int i = 0; i < InputValues.MOST_ROWS; i++) {
      many.append(",{\"name\":\"n\"}");
    }
    JsonNode example = Json.parse("{\"items\":" + many + "],\"pay\":{\"by\":\"barter\"}}");
    InputValues shown = InputValues.of(ROWS, example);
    assertThat(shown.document(Optional.of(ROWS), new ArrayList<>())).isEqualTo(example);
  }

  @Test
  void alternativesMayBeTheWholeInput() {
    JsonNode schema =
        Json.parse(
            "{\"oneOf\":[{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"string\"}}},"
                + "{\"type\":\"object\",\"properties\":{\"b\":{\"type\":\"string\"}}}]}");
    List<InputField> fields = InputFields.of(schema).orElseThrow();
    InputValues values = InputValues.of(sent("in:chosen:", "1", "in:/b", "x"));
    assertThat(values.document(Optional.of(fields), new ArrayList<>()))
        .isEqualTo(Json.parse("{\"b\":\"x\"}"));
    assertThat(SampleInput.of(schema)).isEqualTo(Json.parse("{\"a\":\"‹a›\"}"));
    assertThat(
            InputFields.of(Json.parse("{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"}]}")))
        .isEmpty();
  }

  @Test
  void aNewFormHasTheRowsAndTheAlternativeThatAreNeeded() {
    InputValues values = InputValues.ofDefaults(ROWS);
    assertThat(values.rows(ROWS.get(0))).hasSize(1);
    assertThat(values.chosen(ROWS.get(1))).isEqualTo(-1);
  }

  @Test
  void aSampleHasSomethingInEveryField() {
    JsonNode sample = SampleInput.of(SCHEMA);
    assertThat(sample.path("name").asText()).isEqualTo("A \"b\"");
    assertThat(sample.at("/inner/deep").asText()).isEqualTo("‹deep›");
    assertThat(sample.size()).isEqualTo(FIELDS.size());
    assertThat(SampleInput.of(null)).isEqualTo(Json.object());
  }
}
