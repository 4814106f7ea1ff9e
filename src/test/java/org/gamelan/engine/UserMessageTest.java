package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class UserMessageTest {
  private static RunState state() {
    return Runs.aRun()
        .output("old", Json.object().put("text", "x".repeat(300)))
        .output("empty", Json.object())
        .output("new", Json.object().put("text", "fresh"))
        .claimed(1, null, "first")
        .state();
  }

  @Test
  void theTaskComesFirstThenEarlierResultsInOrder() {
    String message = UserMessage.of(state(), 1_000);
    assertThat(message).startsWith("A task\n\nTo be done");
    assertThat(message.indexOf("Result of old")).isLessThan(message.indexOf("Result of new"));
    assertThat(message).doesNotContain("Result of empty");
  }

  @Test
  void whatDoesNotFitIsLeftOutOldestFirstAndNamed() {
    String message = UserMessage.of(state(), 50);
    assertThat(message).contains("Result of new").doesNotContain("Result of old");
    assertThat(message).endsWith("Left out for length: old");
  }
}
