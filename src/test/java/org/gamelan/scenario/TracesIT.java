package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.telemetry.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Traces of tasks, as a collector gets them. */
class TracesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void aTaskIsOneTraceFromItsWorkflowToItsTools() throws Exception {
    try (Collector collector = new Collector();
        TestServer server =
            new TestServer(
                folder.resolve("data"),
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    collector.endpoint().toString(),
                    "OTEL_BSP_SCHEDULE_DELAY",
                    "100"))) {
      Api api = server.start().api();
      ObjectNode body =
          Json.object().put("title", "What is a secret question?").put("pipeline", "tool-agent");
      body.putObject("source").put("path", ".");
      String task = api.post("/tasks", body).json().path("id").asText();
      JsonNode ended = api.ended(task, PATIENCE);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
      String trace = task.replace("-", "");
      assertThat(ended.path("traceId").asText()).isEqualTo(trace);

      Collector.Told root =
          Await.value(
              "the workflow's span", PATIENCE, () -> find(collector, "invoke_workflow tool-agent"));
      assertThat(root.trace()).isEqualTo(trace);
      assertThat(root.parent()).isEmpty();
      Collector.Told agent =
          Await.value(
              "the agent's span", PATIENCE, () -> find(collector, "invoke_agent investigator"));
      Collector.Told stage =
          collector.spans().stream().filter(it -> it.id().equals(agent.parent())).findFirst().get();
      assertThat(stage.name()).startsWith("stage ");
      assertThat(stage.parent()).isEqualTo(root.id());
      assertThat(stage.attributes().values()).contains(task);
      List<Collector.Told> parts =
          collector.spans().stream().filter(it -> it.parent().equals(agent.id())).toList();
      assertThat(parts)
          .extracting(it -> it.attributes().get("gen_ai.operation.name"))
          .containsOnly("chat", "execute_tool");
      assertThat(parts)
          .extracting(it -> it.attributes().get("gen_ai.usage.input_tokens"))
          .anyMatch(tokens -> tokens != null && !tokens.equals("0"));
      assertThat(parts).extracting(Collector.Told::name).contains("execute_tool files.read");
      assertThat(collector.spans()).extracting(Collector.Told::trace).containsOnly(trace);
      assertThat(collector.spans().toString()).doesNotContain("secret question");
      assertThat(server.log()).contains("Traces are sent to 127.0.0.1");
    }
  }

  private static Optional<Collector.Told> find(Collector collector, String name) {
    return collector.spans().stream().filter(span -> span.name().equals(name)).findFirst();
  }
}
