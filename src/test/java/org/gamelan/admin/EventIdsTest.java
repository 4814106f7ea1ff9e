package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
  @Test
  void idsOfEventsAreKept() {
    assertThat(EventIds.orEmpty("1-740-93")).isEqualTo("1-740-93");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  ", "93", "1-2-'", "1-2-99999999999999999999"})
  void anythingElseMeansTheNewest(String text) {
    assertThat(EventIds.orEmpty(text)).isEmpty();
  }
}
