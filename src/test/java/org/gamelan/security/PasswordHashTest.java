package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PasswordHashTest {
  @Test
  void onlyTheSamePasswordMatches() {
    String stored = PasswordHash.hash("correct horse");
    assertThat(stored).startsWith("pbkdf2-sha512$210000$").doesNotContain("horse");
    assertThat(PasswordHash.matches("correct horse", stored)).isTrue();
    assertThat(PasswordHash.matches("correct horsf", stored)).isFalse();
  }

  @Test
  void theSamePasswordIsStoredDifferentlyEachTime() {
    assertThat(PasswordHash.hash("same")).isNotEqualTo(PasswordHash.hash("same"));
  }

  @Test
  void hashesWithOtherParametersStillMatch() {
    // Python: hashlib.pbkdf2_hmac('sha512', b'secret', b'saltsaltsaltsalt', 1000, 32)
    String older = "pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0c2FsdA==$OLDER";
    assertThat(PasswordHash.matches("secret", older.replace("OLDER", HASH_OF_SECRET))).isTrue();
  }

  private static final String HASH_OF_SECRET = "2IVLzDcUS76iY9+wBooZzkS5Z0mI6ikZPfMieFfR1eU=";

  @Test
  void anUnknownFormIsRefusedLoudly() {
    assertThatThrownBy(() -> PasswordHash.matches("x", "plain"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
