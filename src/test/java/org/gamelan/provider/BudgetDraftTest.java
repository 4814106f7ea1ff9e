package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetDraftTest {
  @Test
  void whatIsNotSaidIsSetAndTheAccountIsNamedAsCallsNameIt() {
    UUID key = UUID.fromString("0a0b0c0d-0000-4000-8000-00000000000f");
    BudgetDraft checked =
        draft("key", " " + key.toString().toUpperCase(Locale.ROOT) + " ", "1").checked();
    assertThat(checked.period()).isEqualTo("day");
    assertThat(checked.unit()).isEqualTo("cost");
    assertThat(checked.exhausted()).isEqualTo("fail");
    assertThat(checked.subject()).isEqualTo(key.toString());
    assertThat(draft("agent", "reviewer", "1").checked().subject()).isEqualTo("reviewer");
    assertThat(draft("task", " ", "1").checked().subject()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"task", "key"})
  void aSubjectThatNoCallCouldNameIsRefused(String scope) {
    assertThatThrownBy(() -> draft(scope, "ci-key", "1").checked())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("subject: must be the id of a " + scope);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "999999999999.9999999", "1e12", "1e2147483647"})
  void amountsThatCannotBeKeptAreRefused(String amount) {
    assertThatThrownBy(() -> draft("all", null, amount).checked())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("amount");
  }

  private static BudgetDraft draft(String scope, String subject, String amount) {
    return new BudgetDraft("b", scope, subject, null, null, new BigDecimal(amount), null);
  }
}
