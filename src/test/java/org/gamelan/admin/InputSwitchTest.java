package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputSwitchTest {
  private static final List<InputField> FIELDS =
      InputFields.of(
              Json.parse(
                  """
                  {"type": "object", "properties": {
                    "name": {"type": "string", "default": "N"}, "size": {"type": "integer"},
                    "tags": {"type": "array", "items": {"type": "string"}}, "any": {},
                    "inner": {"type": "object", "properties": {"deep": {"type": "string"}}}}}
                  """))
          .orElseThrow();

  private final List<FieldError> faults = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"size\":3,\"tags\":[\"x\",\"y\"],\"inner\":{\"deep\":\"d\"}}",
        "{\"size\":\"many\"}",
        "{\"any\":{\"more\":[1,null]}}",
        "{}"
      })
  void whatTheFormCanShowGoesThereAndBack(String text) {
    InputValues values = InputSwitch.values(FIELDS, text, faults);
    String back = InputSwitch.text(FIELDS, values, faults);
    assertThat(faults).isEmpty();
    assertThat(back.isEmpty() ? Json.object() : Json.parse(back)).isEqualTo(Json.parse(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"other\":1} | input/other",
        "{\"inner\":{\"deep\":\"d\",\"deeper\":2}} | input/inner/deeper",
        "{\"inner\":[]} | input/inner",
        "{\"name\":null} | input/name",
        "[1] | input",
        "7 | input"
      })
  void whatTheFormCannotShowIsTold(String text, String place) {
    InputSwitch.values(FIELDS, text, faults);
    assertThat(faults)
        .containsExactly(
            new FieldError("input", "The form has no place for " + place + ". Leave it as JSON."));
  }

  @Test
  void brokenJsonIsToldWithItsPlace() {
    InputSwitch.values(FIELDS, "{\"name\": ", faults);
    assertThat(faults).singleElement().extracting(FieldError::field).isEqualTo("input");
    assertThat(faults.get(0).message()).contains("This is not JSON", "line 1");
    faults.clear();
    InputSwitch.text(FIELDS, InputValues.of(Map.of("in:/any", new String[] {"["})), faults);
    assertThat(faults).singleElement().extracting(FieldError::field).isEqualTo("input/any");
  }

  @Test
  void nothingIsTheDefaults() {
    InputValues fresh = InputSwitch.values(FIELDS, " ", faults);
    assertThat(InputSwitch.isUntouched(FIELDS, fresh)).isTrue();
    JsonNode made = Json.parse(InputSwitch.text(FIELDS, fresh, faults));
    assertThat(made).isEqualTo(Json.parse("{\"name\":\"N\"}"));
    InputValues written = InputValues.of(Map.of("in:/name", new String[] {"M"}));
    assertThat(InputSwitch.isUntouched(FIELDS, written)).isFalse();
    InputValues broken =
        InputValues.of(Map.of("in:/name", new String[] {"N"}, "in:/any", new String[] {"["}));
    assertThat(InputSwitch.isUntouched(FIELDS, broken)).isFalse();
    assertThat(faults).isEmpty();
  }
}
