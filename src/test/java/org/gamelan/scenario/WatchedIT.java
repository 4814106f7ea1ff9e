package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gamelan.json.Json;
import org.gamelan.telemetry.Collector;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server whose log is at its finest and whose traces go to a collector: a task is one trace, and
 * a planted credential is found nowhere.
 */
class WatchedIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SECRET = "sk-planted-4f1b9c7e2d";
  private static final String FINEST =
      """

      org.gamelan.level=FINEST
      dev.langchain4j.level=FINEST
      okhttp3.level=FINEST
      org.hibernate.SQL.level=FINEST
      """;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Path home;
  private static Collector collector;
  private static ServerFixture server;
  private static ApiClient api;

  @BeforeAll
  static void start() throws IOException {
    Path data = folder.resolve("data");
    Definitions.makeFolder(data);
    // Beside the original, so that files can be linked.
    home = Files.createTempDirectory(ServerFixture.dist().getParent(), "it-home-");
    collector = new Collector();
    server =
        ServerFixture.start(
            talkative(),
            data,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                collector.endpoint().toString(),
                "OTEL_BSP_SCHEDULE_DELAY",
                "100"));
    api = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
    collector.close();
    ServerFixture.delete(home);
  }

  /** The build's own layout, with another level of the log. */
  private static Path talkative() throws IOException {
    Path dist = ServerFixture.dist();
    try (Stream<Path> parts = Files.walk(dist)) {
      for (Path part : parts.toList()) {
        Path copy = home.resolve(dist.relativize(part).toString());
        if (Files.isDirectory(part)) {
          Files.createDirectories(copy);
        } else {
          // The server looks behind symbolic links, and then misses its neighbours.
          Files.createLink(copy, part);
        }
      }
    }
    Path logging = home.resolve("server-config").resolve("logging.properties");
    String quiet = Files.readString(logging);
    Files.delete(logging);
    Files.writeString(logging, quiet + FINEST);
    return home;
  }

  /** A model server that repeats the whole request, and so whatever was sent to it. */
  private static FakeModel echoing() {
    return new FakeModel(
        (request, line) ->
            line.respond(
                401, "", "{\"error\": {\"message\": \"Incorrect API key: " + SECRET + "\"}}"));
  }

  @Test
  void aPlantedCredentialIsFoundNowhere() throws IOException {
    ProviderCalls providers = new ProviderCalls(api);
    StringBuilder seen = new StringBuilder();
    try (FakeModel model = echoing();
        EventListener socket = EventListener.open(server, "providers,models,tasks")) {
      String draft = ProviderCalls.draft("planted", model).put("apiKey", SECRET).toString();
      seen.append(api.post("api/v1/providers", draft).text());
      seen.append(api.post("api/v1/providers", draft).text()); // a conflict
      seen.append(api.post("api/v1/providers", draft.replace("/v1", "/v1?q")).text());
      seen.append(api.post("api/v1/providers", draft.replace("kind", "kindness")).text());
      seen.append(api.post("api/v1/providers/test", draft).text());
      JsonNode invalid = providers.validated("planted");
      assertThat(invalid.path("status").asText()).isEqualTo("invalid");
      assertThat(invalid.path("apiKeySet").asBoolean()).isTrue();
      seen.append(invalid);
      seen.append(
          api.post(
                  "api/v1/models", "{\"name\": \"p\", \"provider\": \"planted\", \"model\": \"m\"}")
              .text());
      seen.append(providers.validate("planted", "{\"call\": true}").text());
      seen.append(providers.validated("planted"));
      seen.append(api.get("api/v1/providers").text());
      seen.append(api.get("api/v1/providers/planted/models").text());
      seen.append(api.post("api/v1/keys/rotation", "").text());
      seen.append(socket.all());
    }
    assertAbsent("answers and events", seen.toString());
    assertAbsent("spans", collector.spans().toString());
    assertAbsent("database", TableDump.of(server));
    assertThat(log()).as("the log at its finest").contains("\"level\":\"FINE");
    try (Stream<Path> files = Files.walk(server.data().resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertAbsent(file.toString(), Files.readString(file));
      }
    }
    assertAbsent("console", Files.readString(server.data().resolve("console.log")));
  }

  private static void assertAbsent(String where, String text) {
    assertThat(text).as(where).isNotNull();
    byte[] bytes = SECRET.getBytes(UTF_8);
    for (String form :
        new String[] {
          SECRET, HexFormat.of().formatHex(bytes), Base64.getEncoder().encodeToString(bytes)
        }) {
      assertThat(text.contains(form)).as(where + " holds the secret").isFalse();
    }
  }

  @Test
  void aTaskIsOneTraceFromItsWorkflowToItsTools() throws IOException {
    ObjectNode body =
        Json.object().put("title", "What is a secret question?").put("pipeline", "tool-agent");
    body.putObject("source").put("path", ".");
    String task = api.post("api/v1/tasks", body.toString()).json().path("id").asText();
    JsonNode ended = api.awaitEnd(task, PATIENCE);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    String trace = task.replace("-", "");
    assertThat(ended.path("traceId").asText()).isEqualTo(trace);

    Collector.Told root =
        Await.value("the workflow's span", PATIENCE, () -> find("invoke_workflow tool-agent"));
    assertThat(root.trace()).isEqualTo(trace);
    assertThat(root.parent()).isEmpty();
    Collector.Told agent =
        Await.value("the agent's span", PATIENCE, () -> find("invoke_agent investigator"));
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
    assertThat(log()).contains("Traces are sent to 127.0.0.1");
  }

  private static String log() throws IOException {
    return Files.readString(server.data().resolve("logs").resolve("server.log"));
  }

  private static Optional<Collector.Told> find(String name) {
    return collector.spans().stream().filter(span -> span.name().equals(name)).findFirst();
  }
}
