package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.task.NewTask;
import org.junit.jupiter.api.Test;

class RunBodyTest {
  @Test
  void theMessageIsTheTextAndItsFirstLineTheTitle() {
    NewTask task = new RunBody("Say hello\nto all", null).asTaskFor("greeter");
    assertThat(task.title()).isEqualTo("Say hello");
    assertThat(task.description()).isEqualTo("Say hello\nto all");
    assertThat(task.agent()).isEqualTo("greeter");
  }

  @Test
  void aLongFirstLineIsCutInTheTitleOnly() {
    String message = "x".repeat(500);
    NewTask task = new RunBody(message, null).asTaskFor("greeter");
    assertThat(task.title()).hasSize(NewTask.MAX_TITLE).endsWith("…");
    assertThat(task.description()).isEqualTo(message);
  }

  @Test
  void anInputWillDoWithoutAMessage() {
    NewTask task = new RunBody(null, Json.object().put("who", "all")).asTaskFor("greeter");
    assertThat(task.title()).isEqualTo("Run of greeter");
    assertThat(task.input().path("who").asText()).isEqualTo("all");
  }

  @Test
  void oneOfThemIsNeeded() {
    assertThatThrownBy(() -> new RunBody(" ", null).asTaskFor("greeter"))
        .isInstanceOf(InvalidInputException.class);
  }
}
