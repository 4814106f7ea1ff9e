package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.gamelan.engine.Flight.Interruption;
import org.junit.jupiter.api.Test;

class FlightTest {
  private final Flight flight = new Flight(Runs.aRun().claimed(1, null, "first"));

  @Test
  void anInterruptionReachesTheThreadAtWork() {
    assertThat(flight.begin(Thread.currentThread())).isTrue();
    flight.interrupt(Interruption.TIMEOUT);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(flight.end()).isEqualTo(Interruption.TIMEOUT);
  }

  @Test
  void aFinishedFlightLeavesItsThreadAlone() {
    flight.begin(Thread.currentThread());
    flight.end();
    flight.interrupt(Interruption.LOST);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aFlightInterruptedBeforeItBeganDoesNotBegin() {
    flight.interrupt(Interruption.LOST);
    assertThat(flight.begin(Thread.currentThread())).isFalse();
  }

  @Test
  void aLostRunStaysLost() {
    flight.interrupt(Interruption.LOST);
    flight.interrupt(Interruption.TIMEOUT);
    assertThat(flight.end()).isEqualTo(Interruption.LOST);
  }
}
