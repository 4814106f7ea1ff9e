package org.gamelan.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  @TempDir private Path temp;

  @Test
  void optionsWinOverVariables() {
    ServerSettings settings =
        ServerSettings.of(temp, Map.of("GAMELAN_PORT", "9000"), "--port", "9001");

    assertThat(settings.port()).isEqualTo(9001);
    assertThat(settings.host()).isEqualTo("127.0.0.1");
  }

  @Test
  void aPortThatIsNoneIsToldAsSuch() {
    assertThatThrownBy(() -> ServerSettings.of(temp, Map.of("GAMELAN_PORT", "http")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("\"http\" is not a port");
    assertThatThrownBy(() -> ServerSettings.of(temp, Map.of(), "--port", "70000"))
        .hasMessageContaining("70000");
  }

  @Test
  void aWordThatIsNoOptionIsWrongUsage() {
    for (String[] words : List.of(new String[] {"--prot", "1"}, new String[] {"--port"})) {
      assertThatThrownBy(() -> ServerSettings.of(temp, Map.of(), words))
          .isInstanceOfSatisfying(
              StartupException.class, fault -> assertThat(fault.exitCode()).isEqualTo(2))
          .hasMessageContaining(words[0])
          .hasMessageContaining("Usage: ./gamelan run");
    }
    assertThat(ServerSettings.of(temp, Map.of(), "--port=9002").port()).isEqualTo(9002);
  }

  @Test
  void anAddressThatIsNotOursIsToldByItsSetting() {
    for (String host : List.of("192.0.2.1", "no such host", "999.1.1.1")) {
      assertThatThrownBy(() -> Ports.requireOwnAddress(host))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("GAMELAN_HOST is " + host);
    }
    Ports.requireOwnAddress("127.0.0.1");
    Ports.requireOwnAddress("0.0.0.0");
  }

  @Test
  void anotherDatabaseThanPostgresqlIsRefusedBeforeAnythingIsMade() {
    for (String url : List.of("mysql://db/x", "postgresql://db", "postgresql://me:pw@db/x")) {
      ServerSettings settings = ServerSettings.of(temp, Map.of("GAMELAN_DB_URL", url));
      assertThatThrownBy(settings::databaseUrl)
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("GAMELAN_DB_URL has to be like postgresql://")
          .hasMessageNotContaining("pw");
    }
    for (String url :
        List.of("postgresql://db:5432/x?sslrootcert=/ca.pem", "jdbc:postgresql://a,b/x")) {
      assertThat(ServerSettings.of(temp, Map.of("GAMELAN_DB_URL", url)).databaseUrl())
          .hasValueSatisfying(jdbc -> assertThat(jdbc).startsWith("jdbc:postgresql://"));
    }
  }

  @Test
  void outsideOfDevelopmentTheAddressHasToBeGiven() {
    assertThatThrownBy(() -> ServerSettings.of(temp, Map.of("GAMELAN_PROFILE", "production")))
        .hasMessageContaining("GAMELAN_HOST");
  }

  @Test
  void keysAndCredentialsAreMadeOnceForTheOwnerAlone() throws IOException {
    String key;
    AdminCredentials made;
    try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
      key = folder.masterKeys();
      made = folder.admin(Optional.of("pass\"word"), Optional.empty());
      assertThat(folder.nodeId()).isEqualTo(folder.nodeId());
    }
    try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
      assertThat(folder.masterKeys()).isEqualTo(key);
      AdminCredentials read = folder.admin(Optional.of("other"), Optional.empty());
      assertThat(read.password()).isEqualTo("pass\"word");
      assertThat(read.apiKey()).isEqualTo(made.apiKey());
      assertThat(read.created()).isFalse();
    }
    try (DataFolder folder = DataFolder.open(temp.resolve("data"))) {
      AdminCredentials given = folder.admin(Optional.empty(), Optional.of("gml_another"));
      assertThat(given.apiKey()).isEqualTo("gml_another");
      assertThat(given.password()).isEqualTo("pass\"word");
      assertThat(folder.admin(Optional.empty(), Optional.empty())).isEqualTo(given);
    }
    assertThat(made.created()).isTrue();
    assertThat(Files.getPosixFilePermissions(temp.resolve("data/admin.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(made.toString()).doesNotContain("pass");
  }

  @Test
  void aDataFolderBelongsToOneServerAtATime() throws IOException {
    try (DataFolder folder = DataFolder.open(temp)) {
      assertThat(folder.path()).isEqualTo(temp);
      assertThatThrownBy(() -> DataFolder.open(temp))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("Another Gamelan server runs on the data folder");
    }
  }

  @Test
  void aLogLineIsJsonWithTheFieldsOfItsRecord() throws IOException {
    LogRecord logged = new LogRecord(Level.WARNING, "It said \"no\"\nand {0}");
    logged.setInstant(Instant.parse("2026-01-02T03:04:05Z"));
    logged.setLoggerName("org.gamelan.engine");
    logged.setThrown(new IllegalStateException("broken"));
    logged.setParameters(new Object[] {"left", Map.of("task", "t-1")});

    JsonNode line = Api.JSON.readTree(new JsonLogFormatter().format(logged));

    assertThat(line.path("at").asText()).isEqualTo("2026-01-02T03:04:05Z");
    assertThat(line.path("message").asText()).isEqualTo("It said \"no\"\nand left");
    assertThat(line.path("task").asText()).isEqualTo("t-1");
    assertThat(line.path("exception").asText()).contains("IllegalStateException: broken");
  }

  @Test
  void theNewestLinesAreInTheFileWithoutANumber() throws IOException {
    Path file = temp.resolve("server.log");
    LogFileHandler handler = new LogFileHandler(file, 400, 3);
    for (int i = 0; i < 20; i++) {
      handler.publish(new LogRecord(Level.INFO, "line " + i));
    }
    handler.close();

    assertThat(Files.readString(file)).contains("line 19");
    assertThat(file.resolveSibling("server.log.1")).exists();
    assertThat(file.resolveSibling("server.log.2")).exists();
    assertThat(file.resolveSibling("server.log.3")).doesNotExist();
  }

  @Test
  void anExternalBrokerStartsNone() {
    ServerSettings settings =
        ServerSettings.of(temp, Map.of("GAMELAN_BROKER_URL", "tcp://mq:61616?a=b"));

    Map<String, String> variables = Broker.of(settings).variables(temp);

    assertThat(variables.get("adapter")).isEqualTo("ServerUrl=tcp\\://mq\\:61616?a\\=b");
    assertThat(Broker.of(settings).properties()).containsEntry("gamelan.broker.embedded", "false");
  }

  @Test
  void eventsArePutTogetherFromLines() {
    List<String> seen = new ArrayList<>();
    EventStream stream =
        new EventStream(
            event -> {
              seen.add(event.path("type").asText());
              return !event.path("type").asText().equals("last");
            });

    assertThat(List.of(": ping", "id: 7", "data: {\"type\":", "data: \"first\"}", ""))
        .allMatch(stream::accept);
    assertThat(stream.lastId()).contains("7");
    assertThat(stream.accept("data: {\"type\": \"last\"}")).isTrue();
    assertThat(stream.accept("")).isFalse();
    assertThat(seen).containsExactly("first", "last");
  }

  @Test
  void jsonIsShownAsAPersonReadsIt() throws IOException {
    String shown =
        PlainText.text(
            Api.JSON.readTree(
                """
                {"summary": "Two files", "buildFiles": ["pom.xml"], "none": null,
                 "findings": [{"title": "Build", "detail": "Maven", "evidence": ["files.list"]}]}
                """));

    assertThat(shown)
        .isEqualTo(
            "Summary: Two files\nBuild files: pom.xml\nFindings:\n"
                + "  - Build: Maven (evidence files.list)");
  }

  @Test
  void wrongUsageIsToldAndExitsWithTwo() {
    assertThat(Client.commandLine().execute("task", "submit")).isEqualTo(2);
    assertThat(
            Client.commandLine()
                .execute("task", "list", "--url", "http://127.0.0.1:1", "--key", "k"))
        .isEqualTo(Client.UNREACHABLE);
  }

  @Test
  void otherMachinesAreSentToAnExternalDatabase() {
    assertThat(PostgresBinaries.archiveName("Linux", "amd64"))
        .isEqualTo("postgres-linux-x86_64.txz");
    assertThatThrownBy(() -> PostgresBinaries.archiveName("Mac OS X", "aarch64"))
        .hasMessageContaining("GAMELAN_DB_URL");
  }
}
