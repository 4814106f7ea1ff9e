package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationOrderTest {
  @Test
  void anOrderTravelsAsText() {
    ValidationOrder order =
        new ValidationOrder(
            UUID.randomUUID(), Instant.parse("2026-01-02T03:04:05.123456Z"), true, null);
    assertThat(ValidationOrder.parse(order.text())).isEqualTo(order);
    ValidationOrder keyed =
        new ValidationOrder(order.provider(), order.claim(), true, UUID.randomUUID());
    assertThat(ValidationOrder.parse(keyed.text())).isEqualTo(keyed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x y z",
        "00000000-0000-0000-0000-000000000000 now true",
        "00000000-0000-0000-0000-000000000000 2026-01-02T03:04:05Z true key",
        "00000000-0000-0000-0000-000000000000 2026-01-02T03:04:05Z true x y"
      })
  void whatIsNoOrderIsRefused(String text) {
    assertThatThrownBy(() -> ValidationOrder.parse(text)).isInstanceOf(InvalidInputException.class);
  }
}
