package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the command line says to a server that refuses. */
class RefusedCommandsTest extends CommandsTest {
  @Test
  void oneFaultIsToldOnce() {
    refuse(
        "POST /tasks",
        422,
        "{\"title\": \"Unprocessable Content\", \"detail\": \"title: is missing\", \"errors\":"
            + " [{\"field\": \"title\", \"message\": \"is missing\"}]}");
    assertThat(run("task", "submit", "")).isEqualTo(1);
    assertThat(err.toString().strip())
        .isEqualTo("gamelan: Unprocessable Content: title: is missing");
  }

  @Test
  void severalFaultsHaveALineEach() {
    refuse(
        "POST /tasks",
        422,
        "{\"title\": \"Unprocessable Content\", \"detail\": \"a: b; c: d\", \"errors\":"
            + " [{\"field\": \"a\", \"message\": \"b\"}, {\"field\": \"c\", \"message\": \"d\"}]}");
    assertThat(run("task", "submit", "x")).isEqualTo(1);
    assertThat(err.toString().lines())
        .containsExactly("gamelan: Unprocessable Content", "  a: b", "  c: d");
  }

  @Test
  void anotherServerIsSuspectedWhereTheAnswerIsNoJson() {
    refuse("GET /tasks?limit=20", 404, "<html>");
    assertThat(run("task", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("404", "is not Gamelan", "still starting");
  }
}
