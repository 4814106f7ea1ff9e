package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gamelan.failure.FieldError;
import org.junit.jupiter.api.Test;

class FieldFaultsTest {
  private final FieldFaults faults =
      new FieldFaults(
          List.of(
              new FieldError("name", "is missing"),
              new FieldError("inputSchema.type", "is no type"),
              new FieldError("examples/0/input", "does not fit"),
              new FieldError("inputSchemas", "is another field")));

  @Test
  void faultsWithinAFieldAreToldWithTheirPlace() {
    assertThat(faults.told("name")).containsExactly("Is missing");
    assertThat(faults.told("inputSchema")).containsExactly(".type: is no type");
    assertThat(faults.told("examples")).containsExactly("/0/input: does not fit");
    assertThat(faults.told("prompt")).isEmpty();
  }

  @Test
  void anEmptyOneHasNothingToTell() {
    assertThat(FieldFaults.NONE.isEmpty()).isTrue();
    assertThat(faults.isEmpty()).isFalse();
  }
}
