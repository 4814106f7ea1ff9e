package org.gamelan.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void aNewKeyHas256BitsInUrlSafeCharacters() {
    assertThat(KeyText.generate().reveal()).matches("gmk_[A-Za-z0-9_-]{43}");
  }

  @Test
  void twoKeysDiffer() {
    assertThat(KeyText.generate().reveal()).isNotEqualTo(KeyText.generate().reveal());
  }

  @Test
  void theHashIsSha256OfTheWholeText() {
    assertThat(HexFormat.of().formatHex(KeyText.of("abc").hash()))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void itsTextShowsNoMoreThanTheBeginning() {
    KeyText key = KeyText.generate();
    assertThat(key.toString()).doesNotContain(key.reveal().substring(8));
    assertThat(key.prefix()).hasSize(8).startsWith("gmk_");
  }

  @Test
  void aShortConfiguredKeyShowsAQuarter() {
    assertThat(KeyText.of("12345678").prefix()).isEqualTo("12");
  }
}
