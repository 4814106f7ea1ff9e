package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskStatusTest {
  @ParameterizedTest
  @CsvSource({
    "pending, 'queued paused failed cancelled'",
    "queued, 'pending running paused failed cancelled'",
    "running, 'waiting paused succeeded failed cancelled'",
    "waiting, 'running paused failed cancelled'",
    "paused, 'pending queued running waiting cancelled'",
    "succeeded, ''",
    "failed, 'queued'",
    "cancelled, ''"
  })
  void aStateMayBecomeTheseAndNoOthers(String from, String allowed) {
    assertThat(
            Arrays.stream(TaskStatus.values())
                .filter(TaskStatus.of(from)::mayBecome)
                .map(TaskStatus::id))
        .containsExactlyInAnyOrder(allowed.isEmpty() ? new String[0] : allowed.split(" "));
  }

  @Test
  void anUnknownNameIsNoState() {
    assertThat(TaskStatus.find("done")).isEmpty();
  }
}
