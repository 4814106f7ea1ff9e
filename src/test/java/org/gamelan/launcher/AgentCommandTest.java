package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents from the command line, against a server that is told. */
class AgentCommandTest extends CommandsTest {

  private static final String AGENT =
      """
      {"id": "a1", "name": "helper", "version": 2, "status": "available", "source": "admin",
       "prompt": "You help.", "unfinishedTasks": 0, "description": "Helps"}
      """;

  @TempDir private Path folder;

  @Test
  void agentsAreListedByWhatIsAskedFor() {
    when("GET /agents?status=busy&limit=500", "{\"items\": [" + AGENT + "], \"next\": null}");
    assertThat(run("agent", "list", "--status", "busy")).isZero();
    assertThat(out.toString()).contains("helper", "available", "Helps");
  }

  @Test
  void anAgentIsShownWithItsPrompt() {
    when("GET /agents/helper", AGENT);
    assertThat(run("agent", "show", "helper")).isZero();
    assertThat(out.toString()).contains("helper", "You help.");
  }

  @Test
  void aFileIsSentAsWhatItIs() throws IOException {
    when("POST /agents?file=helper.yaml", AGENT);
    when("POST /agents?file=SKILL.md", AGENT);
    when("POST /agents", AGENT);
    for (String name : List.of("helper.yaml", "SKILL.md", "helper.json")) {
      Path file = Files.writeString(folder.resolve(name), "text of " + name);
      assertThat(run("agent", "add", file.toString())).as(err.toString()).isZero();
    }
    assertThat(types).containsExactly("application/yaml", "text/markdown", "application/json");
    assertThat(bodies).first().isEqualTo("text of helper.yaml");
  }

  @Test
  void whatIsNoFileOfAnAgentIsRefusedBeforeAnythingIsSent() {
    assertThat(run("agent", "add", "helper.txt")).isEqualTo(2);
    assertThat(run("agent", "add", folder.resolve("gone.yaml").toString())).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void severalAgentsAreSwitchedAtOnce() {
    when("POST /agents/a/disable", AGENT);
    when("POST /agents/b/disable", AGENT);
    assertThat(run("agent", "disable", "a", "b")).isZero();
    assertThat(asked).containsExactly("POST /agents/a/disable", "POST /agents/b/disable");
    when("POST /agents/a/enable", AGENT);
    assertThat(run("agent", "enable", "a")).isZero();
  }

  @Test
  void anAgentWithTasksIsSaidToRetire() {
    when("DELETE /agents/a", "");
    assertThat(run("agent", "remove", "a")).isZero();
    assertThat(err.toString()).contains("Removed a.");
    when("DELETE /agents/b", "{\"unfinishedTasks\": 3}");
    assertThat(run("agent", "remove", "b")).isZero();
    assertThat(err.toString()).contains("b retires", "3 tasks", "agent enable b");
  }

  @Test
  void aRunGivesItsAnswerOrFails() {
    when(
        "POST /agents/a/runs?wait=1m",
        "{\"status\": \"succeeded\", \"result\": {\"text\": \"The answer.\"}}",
        "{\"status\": \"failed\", \"reason\": \"no model\"}");
    assertThat(run("agent", "run", "a", "What?")).isZero();
    assertThat(out.toString()).contains("The answer.");
    assertThat(run("agent", "run", "a", "What?")).isEqualTo(Client.FAILED);
    assertThat(out.toString()).contains("no model");
  }
}
