package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.testing.ApiClient;

/** Tasks that were replayed. */
final class Replayed {
  private Replayed() {}

  static JsonNode report(ApiClient api, String task, String definitions) {
    ApiClient.Answer answer =
        api.post(
            "api/v1/tasks/" + task + "/replay?only=different&limit=500",
            "{\"definitions\": \"" + definitions + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  /** Whatever a task went through, it comes to the same when it is replayed. */
  static void isSame(ApiClient api, String task) {
    JsonNode report = report(api, task, "pinned");
    assertThat(report.path("same").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.path("stages")).isEmpty();
    assertThat(report.path("runs").asInt()).isPositive();
  }
}
