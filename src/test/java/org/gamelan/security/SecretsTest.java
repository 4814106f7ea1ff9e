package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private final Secrets secrets = new Secrets(Optional.of("0123456789abcdef0123456789abcdef"));

  @Test
  void whatWasSealedCanBeOpenedAtItsPlaceOnly() {
    byte[] sealed = secrets.seal("sk-é", "provider:1");
    assertThat(secrets.open(sealed, "provider:1")).isEqualTo("sk-é");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("sk-");
    assertThat(secrets.seal("sk-é", "provider:1")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> secrets.open(sealed, "provider:2"))
        .isInstanceOf(GamelanException.class);
  }

  @Test
  void sameKeyOpensAfterARestartAndAnotherDoesNot() {
    byte[] sealed = secrets.seal("x", "p");
    Secrets again = new Secrets(Optional.of("0123456789abcdef0123456789abcdef\n"));
    assertThat(again.open(sealed, "p")).isEqualTo("x");
    Secrets other = new Secrets(Optional.of("another key of enough characters"));
    assertThatThrownBy(() -> other.open(sealed, "p"))
        .isInstanceOf(GamelanException.class)
        .hasMessageContaining("another master key");
    assertThat(again.canOpen(sealed, "p")).isTrue();
    assertThat(other.canOpen(sealed, "p")).isFalse();
  }

  @Test
  void missingOrShortKeyIsSaidClearly() {
    assertThatThrownBy(() -> new Secrets(Optional.empty()).seal("x", "p"))
        .hasMessageContaining("GAMELAN_MASTER_KEY");
    assertThatThrownBy(() -> new Secrets(Optional.of("short")).seal("x", "p"))
        .hasMessageContaining("GAMELAN_MASTER_KEY");
  }

  @Test
  void severalKeysOpenAndTheFirstOneSeals() {
    byte[] old = secrets.seal("x", "p");
    String next = "the next key of enough characters";
    Secrets both = new Secrets(Optional.of(next + ", 0123456789abcdef0123456789abcdef"));
    assertThat(both.open(old, "p")).isEqualTo("x");
    byte[] sealed = both.seal("y", "p");
    assertThat(new Secrets(Optional.of(next)).open(sealed, "p")).isEqualTo("y");
    assertThatThrownBy(() -> secrets.open(sealed, "p")).hasMessageContaining("GAMELAN_MASTER_KEY");
    assertThatThrownBy(() -> new Secrets(Optional.of(next + ",short")).seal("x", "p"))
        .hasMessageContaining("GAMELAN_MASTER_KEY");
  }
}
