package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class MemoryOwnerTest {
  private static String project(String labels, String source) {
    JsonNode place = source == null ? null : Json.parse(source);
    return MemoryOwner.ofProject(Json.parse(labels), place).map(MemoryOwner::name).orElse(null);
  }

  @Test
  void aProjectIsNamedByItsLabelElseByItsSource() {
    assertThat(project("[\"plan\", \"project:shop\"]", "{\"path\": \"/src\"}")).isEqualTo("shop");
    assertThat(project("[\"project:\"]", "{\"path\": \"/src\"}")).isEqualTo("/src");
    assertThat(project("[]", "{\"git\": \"https://host/repo.git\", \"ref\": \"main\"}"))
        .isEqualTo("https://host/repo.git");
    assertThat(project("[]", null)).isNull();
    assertThat(project("[]", "{}")).isNull();
  }

  @Test
  void credentialsOfARepositoryAreNoPartOfItsName() {
    assertThat(project("[]", "{\"git\": \"https://me:secret@host/repo.git\"}"))
        .isEqualTo("https://host/repo.git");
    assertThat(project("[]", "{\"git\": \"https://host/a@b\"}")).isEqualTo("https://host/a@b");
  }

  @Test
  void aNameIsNeverTooLong() {
    assertThat(project("[\"project:" + "x".repeat(400) + "\"]", null))
        .hasSize(MemoryOwner.MAX_NAME);
  }
}
