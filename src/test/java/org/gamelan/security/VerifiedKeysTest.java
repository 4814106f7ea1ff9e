package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class VerifiedKeysTest {
  private static final byte[] HASH = {1, 2, 3};
  private static final Caller CALLER =
      new Caller(UUID.randomUUID(), "someone", Role.OPERATOR, Optional.empty());

  private final AtomicInteger lookUps = new AtomicInteger();
  private final TestClock clock = new TestClock();
  private final VerifiedKeys keys = new VerifiedKeys(clock);

  private Optional<Caller> find(Optional<Instant> expires) {
    return keys.find(
        HASH,
        () -> {
          lookUps.incrementAndGet();
          return Optional.of(new VerifiedKey(CALLER, expires));
        });
  }

  @Test
  void asksOnceForManyRequests() {
    find(Optional.empty());
    assertThat(find(Optional.empty())).contains(CALLER);
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void asksAgainAfterTwoSeconds() {
    find(Optional.empty());
    clock.advance(Duration.ofSeconds(2));
    find(Optional.empty());
    assertThat(lookUps).hasValue(2);
  }

  @Test
  void asksAgainWhenSomethingChanged() {
    find(Optional.empty());
    keys.forget(new AccessChanged());
    find(Optional.empty());
    assertThat(lookUps).hasValue(2);
  }

  @Test
  void forgetsWithTheKeysOwnEnd() {
    find(Optional.of(clock.instant().plusMillis(500)));
    clock.advance(Duration.ofMillis(500));
    find(Optional.empty());
    assertThat(lookUps).hasValue(2);
  }

  @Test
  void doesNotRememberWhatChangedMeanwhile() {
    keys.find(
        HASH,
        () -> {
          keys.forget(new AccessChanged());
          return Optional.of(new VerifiedKey(CALLER, Optional.empty()));
        });
    find(Optional.empty());
    assertThat(lookUps).hasValue(1);
  }

  @Test
  void remembersNobodyUnknown() {
    keys.find(HASH, Optional::empty);
    find(Optional.empty());
    assertThat(lookUps).hasValue(1);
  }
}
