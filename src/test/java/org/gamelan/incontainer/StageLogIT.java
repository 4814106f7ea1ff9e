package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.gamelan.engine.TaskStatus;
import org.gamelan.json.Json;
import org.gamelan.task.NewTask;
import org.gamelan.task.TaskCreation;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the log tells of the stage that wrote a line. */
@ExtendWith(ArquillianExtension.class)
class StageLogIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Inject private TaskCreation tasks;
  @Inject private TaskEnds ends;

  @Inject
  @ConfigProperty(name = "gamelan.data-dir")
  private String dataDir;

  @Deployment
  static WebArchive archive() {
    return TestableGamelan.archive();
  }

  @Test
  void linesOfAStageCarryItsIds() throws IOException {
    UUID task =
        tasks
            .create(
                NewTask.titled("look around").pipeline("basic-llm-agent").build(),
                "a test",
                Optional.empty(),
                Optional.empty())
            .id();
    assertThat(ends.of(task)).succeedsWithin(PATIENCE).isEqualTo(TaskStatus.SUCCEEDED);

    List<JsonNode> lines = linesOf(task);

    assertThat(lines)
        .extracting(line -> line.path("stage").asText())
        .contains("interpretation", "planning", "review");
    assertThat(lines)
        .allSatisfy(line -> assertThat(UUID.fromString(line.path("stageId").asText())).isNotNull())
        .allSatisfy(line -> assertThat(line.path("message").asText()).isEqualTo(CallLog.LINE));
  }

  private List<JsonNode> linesOf(UUID task) throws IOException {
    return Files.readAllLines(Path.of(dataDir, "logs", "server.log")).stream()
        .filter(line -> line.contains("\"logger\":\"" + CallLog.class.getName() + "\""))
        .map(Json::parse)
        .filter(line -> line.path("taskId").asText().equals(task.toString()))
        .toList();
  }
}
