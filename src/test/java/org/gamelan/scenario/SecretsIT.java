package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A planted credential is found nowhere, and stays usable while the master key changes. */
class SecretsIT {
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
  private static ServerFixture server;
  private static ApiClient api;

  @BeforeAll
  static void start() throws IOException {
    Path data = folder.resolve("data");
    Definitions.makeFolder(data);
    // Beside the original, so that files can be linked.
    home = Files.createTempDirectory(ServerFixture.dist().getParent(), "it-home-");
    server = ServerFixture.start(talkative(), data, Map.of());
    api = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
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
    assertAbsent("database", TableDump.of(server));
    assertThat(Files.readString(server.data().resolve("logs").resolve("server.log")))
        .as("the log at its finest")
        .contains("\"level\":\"FINE");
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
  void theMasterKeyIsReplacedWhileTheServerGoesOn() throws IOException {
    ProviderCalls providers = new ProviderCalls(api);
    Path file = server.data().resolve("master.key");
    try (FakeModel model =
        new FakeModel((request, line) -> line.respond(200, "", "{\"data\": []}"))) {
      providers.create(ProviderCalls.draft("kept", model).put("apiKey", "sk-kept"));
      providers.validated("kept");
      String before = Files.readString(file);
      JsonNode done = api.post("api/v1/keys/rotation", "").json();
      assertThat(done.path("reencrypted").asInt()).as(done.toString()).isPositive();
      assertThat(done.path("newKey").asBoolean()).isTrue();
      assertThat(Files.readAllLines(file)).hasSize(1);
      assertThat(Files.readString(file)).isNotEqualTo(before);

      server.close();
      server.restart();
      api = server.client();
      ProviderCalls again = new ProviderCalls(api);
      again.validate("kept", "");
      JsonNode valid = again.validated("kept");
      assertThat(valid.path("status").asText()).as(valid.toString()).isEqualTo("valid");
    }
  }
}
