package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;

class EventFilterTest {
  @Test
  void aTopicHasToExist() {
    EventFilter.requireKnown("topics", Set.of("tasks", "overrides"));
    assertThatThrownBy(() -> EventFilter.requireKnown("topics", Set.of("task")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("topics")
        .hasMessageContaining("tasks");
  }

  @Test
  void noTopicMeansAll() {
    assertThatCode(() -> EventFilter.requireKnown("topics", Set.of())).doesNotThrowAnyException();
  }
}
