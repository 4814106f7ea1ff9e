package org.gamelan.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Gives the clock to whoever asks for one; tests construct their subjects with another. */
@ApplicationScoped
public class TimeSource {
  @Produces
  public Clock clock() {
    // What is stored has microseconds: an answer must not tell more than the next one will.
    return Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
  }
}
