package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {
  private final TestClock clock = new TestClock();
  private final RememberedPasswords remembered = new RememberedPasswords(clock, 2);

  @Test
  void aRightPasswordIsKnownForAMinute() {
    remembered.remember("secret", "hash");
    assertThat(remembered.knows("secret", "hash")).isTrue();
    clock.advance(Duration.ofSeconds(60));
    assertThat(remembered.knows("secret", "hash")).isFalse();
  }

  @Test
  void aNewStoredHashMakesItUnknown() {
    remembered.remember("secret", "hash");
    assertThat(remembered.knows("secret", "other")).isFalse();
    assertThat(remembered.knows("secre", "hash")).isFalse();
  }

  @Test
  void theOldestIsForgottenWhenMemoryIsFull() {
    remembered.remember("a", "hash");
    remembered.remember("b", "hash");
    remembered.remember("c", "hash");
    assertThat(remembered.knows("a", "hash")).isFalse();
    assertThat(remembered.knows("b", "hash")).isTrue();
    assertThat(remembered.knows("c", "hash")).isTrue();
  }
}
