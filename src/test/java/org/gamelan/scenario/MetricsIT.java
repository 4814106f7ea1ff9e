package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** What Prometheus reads. */
class MetricsIT {
  private final ServerFixture server = ServerFixture.shared();
  private final ApiClient api = server.client();

  @Test
  void onlyWhoShowsAKeyMayRead() {
    assertThat(new ApiClient(server.base(), "").get("metrics").status()).isEqualTo(401);
    assertThat(api.get("metrics").status()).isEqualTo(200);
  }

  @Test
  void aTaskIsCountedWithItsStagesAndModelCalls() {
    double outputs = counted("gamelan_stages_total", "kind=\"output\"", "outcome=\"succeeded\"");
    double calls = counted("gamelan_model_calls_total", "outcome=\"succeeded\"");

    runOne();

    assertThat(figure("gamelan_stages_total", "kind=\"output\"", "outcome=\"succeeded\""))
        .isGreaterThanOrEqualTo(outputs + 1);
    assertThat(figure("gamelan_model_calls_total", "outcome=\"succeeded\""))
        .isGreaterThanOrEqualTo(calls + 5);
    assertThat(figure("gamelan_stage_duration_seconds_count", "kind=\"agent\"")).isPositive();
    assertShown("gamelan_stage_duration_seconds_bucket", "kind=\"agent\"", "le=\"0.1\"");
    assertThat(figure("gamelan_stage_duration_seconds_bucket", "kind=\"agent\"", "le=\"+Inf\""))
        .isEqualTo(figure("gamelan_stage_duration_seconds_count", "kind=\"agent\""));
    assertThat(figure("gamelan_model_call_duration_seconds_count")).isPositive();
    assertThat(figure("gen_ai_client_operation_duration_seconds_count")).isPositive();
    assertThat(figure("gen_ai_client_token_usage_count", "gen_ai_token_type=\"output\""))
        .isPositive();
    assertThat(figure("gamelan_model_tokens_total", "direction=\"output\"")).isPositive();
    assertThat(figure("gamelan_tasks_finished_total", "status=\"succeeded\"")).isPositive();
    assertThat(figure("gamelan_commit_batch_size_count")).isPositive();
  }

  @Test
  void theMomentIsShown() {
    assertThat(figure("gamelan_engine_max_in_flight")).isEqualTo(1_000);
    assertShown("gamelan_engine_in_flight");
    assertShown("gamelan_tasks", "status=\"queued\"");
    assertShown("gamelan_tasks", "status=\"waiting\"");
    assertShown("gamelan_ready_runs");
    assertShown("gamelan_ready_runs_age_seconds");
    assertShown("gamelan_event_streams");
  }

  private void assertShown(String name, String... labels) {
    assertThat(figure(name, labels)).as(name).isNotNaN().isNotNegative();
  }

  private void runOne() {
    String body = "{\"title\": \"look around\", \"pipeline\": \"basic-llm-agent\"}";
    JsonNode task = api.post("api/v1/tasks", body).json();
    JsonNode end = api.awaitEnd(task.path("id").asText(), Duration.ofMinutes(2));
    assertThat(end.path("status").asText()).isEqualTo("succeeded");
  }

  /** A counter appears when there is something to count. */
  private double counted(String name, String... labels) {
    double value = figure(name, labels);
    return Double.isNaN(value) ? 0 : value;
  }

  /** The sum of the lines of this name that have all these labels; not a number without any. */
  private double figure(String name, String... labels) {
    Pattern line = Pattern.compile("(?m)^" + name + "(?:\\{([^}]*)})? (\\S+)$");
    Matcher found = line.matcher(api.get("metrics").text());
    double sum = Double.NaN;
    while (found.find()) {
      String own = found.group(1) == null ? "" : found.group(1);
      if (Stream.of(labels).allMatch(own::contains)) {
        double value = Double.parseDouble(found.group(2));
        sum = Double.isNaN(sum) ? value : sum + value;
      }
    }
    return sum;
  }
}
