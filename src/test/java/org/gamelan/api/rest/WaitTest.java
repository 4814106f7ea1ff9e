package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTest {
  @ParameterizedTest
  @CsvSource({"30s,PT30S", "500ms,PT0.5S", "1m,PT1M", "7,PT7S", "0s,PT0S", "999999m,PT2M"})
  void timesAreReadAndCapped(String text, Duration expected) {
    assertThat(Wait.parse(text)).isEqualTo(expected);
  }

  @Test
  void thirtySecondsIsTheDefault() {
    assertThat(Wait.parse(null)).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1s", "1h", "soon", "1.5s", "99999999999s"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Wait.parse(text)).isInstanceOf(RestException.class);
  }
}
