package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;

/** Tasks from the command line, against a server that is told. */
class TaskCommandsTest extends CommandsTest {
  @Test
  void tasksAreListedAsAnArrayLikeAllElse() throws JsonProcessingException {
    when(
        "GET /tasks?status=failed&limit=1",
        "{\"items\": [{\"id\": \"1\", \"title\": \"round\"}], \"next\": \"x\"}",
        "{\"items\": [], \"next\": null}");
    assertThat(run("task", "list", "--status", "failed", "--limit", "1", "-o", "json")).isZero();
    JsonNode list = Api.JSON.readTree(out.toString());
    assertThat(list.isArray()).isTrue();
    assertThat(list.at("/0/title").asText()).isEqualTo("round");
    assertThat(err.toString()).contains("There are more");

    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    assertThat(run("task", "list", "--status", "failed", "--limit", "1", "-o", "json")).isZero();
    assertThat(out.toString().strip()).isEqualTo("[]");
    assertThat(err.toString()).isEmpty();
    assertThat(run("task", "list", "--status", "failed", "--limit", "1")).isZero();
    assertThat(err.toString()).contains("There are none.");
  }

  @Test
  void answersAreWrittenInYamlToo() throws JsonProcessingException {
    String task =
        "{\"id\": \"00012\", \"title\": \"yes\", \"reason\": \"first\\nsecond\", \"labels\": []}";
    when("GET /tasks?limit=1", "{\"items\": [" + task + "], \"next\": null}", "{\"items\": []}");

    assertThat(run("task", "list", "--limit", "1", "-o", "yaml")).isZero();

    assertThat(out.toString()).doesNotStartWith("---").contains("|-\n").doesNotContain("\\n");
    assertThat(new YAMLMapper().readTree(out.toString()))
        .isEqualTo(Api.JSON.createArrayNode().add(Api.JSON.readTree(task)));

    out.getBuffer().setLength(0);
    assertThat(run("task", "list", "--limit", "1", "-o", "yaml")).isZero();
    assertThat(out.toString().strip()).isEqualTo("[]");
  }
}
