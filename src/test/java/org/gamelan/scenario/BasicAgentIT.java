package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** The main job, as somebody outside sees it. */
class BasicAgentIT {

  private final ApiClient api = ServerFixture.shared().client();

  @Test
  void aTaskGoesThroughAllEightStages() {
    ApiClient.Answer submitted =
        api.post(
            "api/v1/tasks",
            "{\"title\": \"analyze project structure\", \"pipeline\": \"basic-llm-agent\","
                + " \"source\": {\"path\": \""
                + Path.of("").toAbsolutePath()
                + "\"}}");
    assertThat(submitted.status()).as(submitted.text()).isEqualTo(201);
    String id = submitted.json().path("id").asText();

    JsonNode task = api.awaitEnd(id, Duration.ofMinutes(2));

    assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
    assertThat(api.get("api/v1/tasks/" + id + "/stages").json().path("items"))
        .extracting(stage -> stage.path("name").asText())
        .containsExactlyElementsOf(
            List.of(
                "user_input",
                "gather_context",
                "interpretation",
                "decomposition",
                "planning",
                "execution",
                "review",
                "results"));
  }

  @Test
  void theServerSaysThatItIsReady() {
    assertThat(api.get("health/ready").json().path("status").asText()).isEqualTo("UP");
  }
}
