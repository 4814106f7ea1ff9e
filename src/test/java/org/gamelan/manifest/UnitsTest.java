package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "2m, PT2M", "1s, PT1S", "500ms, PT0.5S", "24h, PT24H", "30d, PT720H", "1.5s, PT1.5S",
        "0s, PT0S",
    "2 m, PT2M", "2, none", "m, none", "-1s, none", "2M, none", "1w, none", "999999999999d, none",
    "'', none"
  })
  void durationsHaveAUnit(String text, String expected) {
    assertThat(Units.duration(text).map(Object::toString).orElse("none")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1MB, 1000000",
    "1MiB, 1048576",
    "10kb, 10000",
    "5B, 5",
    "1.5GB, 1500000000",
    "1TB, none",
    "MB, none",
    "1, none"
  })
  void sizesAreBytes(String text, String expected) {
    assertThat(Units.bytes(text).map(Object::toString).orElse("none")).isEqualTo(expected);
  }
}
