package org.gamelan.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.gamelan.json.JsonEngine.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published corpus of broken documents, each with what has to come of it. */
class BrokenDocumentsTest {
  static List<BrokenDocument> all() {
    return BrokenDocument.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void comesOutAsExpected(BrokenDocument broken) {
    Outcome outcome = JsonEngine.read(broken.text(), broken.schema(), true);

    assertThat(outcome.value().map(Json::write)).as(broken.name()).isEqualTo(broken.expected());
    assertThat(outcome.truncated()).as("cut off").isEqualTo(broken.cut());
    assertThat(outcome.violations().isEmpty()).isEqualTo(outcome.fits());
    assertThat(reasons(outcome)).contains(broken.fails().orElse(""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void everyRungIsTold(BrokenDocument broken) {
    Outcome outcome = JsonEngine.read(broken.text(), broken.schema(), true);

    assertThat(outcome.rungs()).allSatisfy(rung -> assertThat(rung.message()).isNotBlank());
    assertThat(outcome.rungs())
        .extracting(RepairRung::rung)
        .isSubsetOf("parse", "repair", "validate");
    if (outcome.fits() && !outcome.rungs().isEmpty()) {
      assertThat(outcome.rungs().get(outcome.rungs().size() - 1).ok()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void whatCameOutNeedsNoMoreRepair(BrokenDocument broken) {
    JsonEngine.read(broken.text(), broken.schema(), true)
        .value()
        .ifPresent(
            value -> {
              Outcome again = JsonEngine.read(Json.write(value), broken.schema(), true);
              assertThat(again.value()).contains(value);
              assertThat(again.rungs()).isEmpty();
            });
  }

  @Test
  void thereAreManyAndNoneIsThereTwice() {
    List<BrokenDocument> all = BrokenDocument.all();

    assertThat(all).hasSizeGreaterThanOrEqualTo(300);
    assertThat(all).extracting(BrokenDocument::name).doesNotHaveDuplicates();
    assertThat(
            all.stream()
                .map(it -> it.text() + it.schema().map(JsonSchema::document))
                .collect(Collectors.toList()))
        .doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            it -> assertThat(it.expected().isPresent()).isNotEqualTo(it.fails().isPresent()));
  }

  @Test
  void withoutRepairNoneIsMended() {
    for (BrokenDocument broken : BrokenDocument.all()) {
      Optional<JsonNode> value = JsonEngine.read(broken.text(), broken.schema(), false).value();
      assertThat(value.map(Json::write))
          .as(broken.name())
          .isIn(Optional.empty(), broken.expected());
    }
  }

  private static String reasons(Outcome outcome) {
    return outcome.violations().stream().map(Violation::toString).collect(Collectors.joining("\n"));
  }
}
