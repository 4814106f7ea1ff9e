package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlightsTest {
  private final Flights flights = new Flights(10);

  @Test
  void roomIsKeptForAllOrForNone() {
    assertThat(flights.reserve(8)).isTrue();
    assertThat(flights.free()).isEqualTo(2);
    assertThat(flights.reserve(3)).isFalse();
    assertThat(flights.free()).isEqualTo(2);
    assertThat(flights.reserve(2)).isTrue();
    assertThat(flights.free()).isZero();
  }

  @Test
  void roomThatWasGivenBackIsThereForOthers() {
    assertThat(flights.reserve(10)).isTrue();
    flights.unreserve(10);
    assertThat(flights.reserve(10)).isTrue();
  }
}
