package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;

class DecisionTest {
  @Test
  void whatIsMissingIsNamed() {
    assertThat(faults(new Decision(null, null, null, null, null)))
        .containsExactly("stage", "decision");
  }

  @Test
  void anApprovalNeedsWhatWasShown() {
    assertThat(faults(new Decision("approve", "approve", null, null, " ")))
        .containsExactly("shown");
  }

  private static Iterable<String> faults(Decision decision) {
    return catchThrowableOfType(InvalidInputException.class, decision::check).errors().stream()
        .map(FieldError::field)
        .toList();
  }
}
