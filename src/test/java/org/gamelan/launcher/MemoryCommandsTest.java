package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** Memory from the command line, against a server that is told. */
class MemoryCommandsTest extends CommandsTest {
  @Test
  void whatIsRememberedIsListedAsItIsAskedFor() {
    when(
        "GET /memory?q=round%20tables&scope=project&limit=5",
        "{\"items\": [{\"id\": \"1\", \"owner\": \"shop\", \"value\": \"round\"}], \"next\":"
            + " \"x\"}");
    assertThat(run("memory", "list", "round tables", "--scope", "project", "--limit", "5"))
        .as(asked.toString())
        .isZero();
    assertThat(out.toString()).contains("shop", "round");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aTextIsRememberedUnderAKeyWithTags() {
    when("POST /memory", "{\"id\": \"1\", \"key\": \"style\"}");
    assertThat(
            run(
                "memory",
                "add",
                "Be brief.",
                "--scope",
                "agent",
                "--owner",
                "writer",
                "--under",
                "style",
                "--tag",
                "prose",
                "--tag",
                "all"))
        .isZero();
    JsonNode body = body(0);
    assertThat(body.path("key").asText()).isEqualTo("style");
    assertThat(body.path("value").asText()).isEqualTo("Be brief.");
    assertThat(body.path("tags")).hasSize(2);
  }

  @Test
  void anEntryOrAllOfAnOwnerIsForgotten() {
    when("DELETE /memory/1", "");
    when("DELETE /memory?scope=project&owner=shop", "{\"forgotten\": 3}");
    assertThat(run("memory", "forget", "1")).isZero();
    assertThat(run("memory", "forget", "--scope", "project", "--owner", "shop")).isZero();
    assertThat(err.toString()).contains("Forgot 1.", "Forgot 3 entries.");
    assertThat(run("memory", "forget")).isEqualTo(2);
    assertThat(run("memory", "forget", "1", "--scope", "project")).isEqualTo(2);
    assertThat(asked).hasSize(2);
  }
}
