package org.gamelan.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Gives the clock to whoever asks for one; tests construct their subjects with another. */
@ApplicationScoped
public class TimeSource {
  @Produces
  public Clock clock() {
    return new StoredTime(Clock.systemUTC());
  }
}
