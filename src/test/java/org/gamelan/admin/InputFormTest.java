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
        "{\"oneOf\":[{\"type\":\"string\"}]}|JSON",
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

  @Test
  void aSampleHasSomethingInEveryField() {
    JsonNode sample = SampleInput.of(SCHEMA);
    assertThat(sample.path("name").asText()).isEqualTo("A \"b\"");
    assertThat(sample.at("/inner/deep").asText()).isEqualTo("‹deep›");
    assertThat(sample.size()).isEqualTo(FIELDS.size());
    assertThat(SampleInput.of(null)).isEqualTo(Json.object());
  }
}
