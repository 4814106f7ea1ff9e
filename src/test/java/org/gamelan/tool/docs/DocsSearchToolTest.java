package org.gamelan.tool.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocsSearchToolTest {
  private final DocsSearchTool tool = new DocsSearchTool();

  @ParameterizedTest
  @CsvSource({
    "How do I rotate the master key?, keys rotate",
    "Which variable sets the port?, GAMELAN_PORT",
    "idempotency key of a task, Idempotency-Key",
    "How are budgets made?, budgets"
  })
  void aQuestionFindsThePassageThatAnswersIt(String question, String answer) {
    JsonNode passages = search(question);
    assertThat(passages).isNotEmpty();
    assertThat(passages.toString()).contains(answer);
  }

  @Test
  void whatTheDocumentationDoesNotKnowFindsNothing() {
    assertThat(search("zebra quagga okapi")).isEmpty();
  }

  @Test
  void everyPageForUsersIsKnown() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("docs"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".md"))
                  .map(name -> name.substring(0, name.length() - 3)))
          .containsExactlyInAnyOrderElementsOf(DocPages.NAMES);
    }
  }

  private JsonNode search(String question) {
    return tool.call(Json.object().put("query", question), null).path("passages");
  }
}
