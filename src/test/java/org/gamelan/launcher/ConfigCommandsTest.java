package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Task configs from the command line, against a server that is told. */
class ConfigCommandsTest extends CommandsTest {
  @Test
  void configsAreFoundShownAndAddedFromFiles(@TempDir Path folder) throws IOException {
    when(
        "GET /task-configs?q=notes&limit=500",
        "{\"items\": [{\"name\": \"release-notes\", \"version\": 3}], \"next\": null}");
    assertThat(run("config", "list", "--query", "notes")).isZero();
    assertThat(out.toString()).contains("release-notes");

    when("GET /task-configs/release-notes", "{\"name\": \"release-notes\"}");
    out.getBuffer().setLength(0);
    assertThat(run("config", "show", "release-notes")).isZero();
    Path file = Files.writeString(folder.resolve("config.json"), out.toString());

    when("POST /task-configs", "{\"name\": \"release-notes\", \"version\": 0}");
    assertThat(run("config", "add", file.toString())).isZero();
    assertThat(body(0).path("name").asText()).isEqualTo("release-notes");

    Files.writeString(file, "{");
    assertThat(run("config", "add", file.toString())).isEqualTo(2);
    assertThat(run("config", "add", folder.resolve("nothing").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("is not JSON", "cannot be read");
    assertThat(bodies).hasSize(1);
  }

  @Test
  void aConfigIsAssignedAndRun() {
    when(
        "POST /agents/writer/assignments",
        "{\"agent\": \"writer\", \"taskConfig\": \"notes\", \"status\": \"active\"}");
    when("POST /tasks", "{\"id\": \"t1\", \"status\": \"queued\", \"agent\": \"writer\"}");

    assertThat(run("config", "assign", "notes", "writer")).isZero();
    assertThat(run("config", "run", "notes", "--input", "{\"a\": 1}", "--agent", "writer"))
        .isZero();
    assertThat(body(0).path("taskConfig").asText()).isEqualTo("notes");
    assertThat(body(1).path("taskConfig").asText()).isEqualTo("notes");
    assertThat(body(1).path("agent").asText()).isEqualTo("writer");
    assertThat(body(1).path("input").path("a").asInt()).isEqualTo(1);
    assertThat(out.toString()).contains("active", "t1", "queued");
    assertThat(run("config", "run", "notes", "--input", "{a")).isEqualTo(2);
    assertThat(err.toString()).contains("--input is not JSON");
  }

  @Test
  void removingMayTakeTheAssignmentsAlong() {
    when("DELETE /task-configs/notes?force=true", "");
    assertThat(run("config", "remove", "notes")).isEqualTo(Client.FAILED);
    assertThat(run("config", "remove", "notes", "--force")).isZero();
    assertThat(err.toString()).contains("No such thing", "Removed notes.");
  }
}
