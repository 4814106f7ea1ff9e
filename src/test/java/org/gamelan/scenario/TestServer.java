package org.gamelan.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.testing.ServerFixture;

/**
 * A server on a data folder that outlives it, together with the database that a kill leaves behind.
 */
final class TestServer implements AutoCloseable {
  private final Path data;
  private final Map<String, String> environment;
  private ServerFixture running;

  /**
   * @param data its data folder
   * @param environment {@code GAMELAN_*} variables
   */
  TestServer(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = Map.copyOf(environment);
  }

  /** Starts it and waits until it accepts work. */
  TestServer start() {
    if (running == null) {
      Definitions.makeFolder(data);
      running = ServerFixture.start(data, environment);
    } else {
      running.restart();
    }
    return this;
  }

  /** Ends the process as a power cut would; its database goes on as an orphan. */
  void kill() {
    running.kill();
  }

  Path data() {
    return data;
  }

  /** Everything the server has logged. */
  String log() {
    return read(data.resolve("logs").resolve("server.log"));
  }

  Api api() {
    return new Api(running.base().toString(), running.apiKey());
  }

  /** The process that runs, or was killed last. */
  ServerFixture running() {
    return running;
  }

  /** The API as the owner of another key sees it. */
  Api apiOf(String key) {
    return new Api(running.base().toString(), key);
  }

  /** The embedded database of this very data folder, if it runs. */
  Optional<ProcessHandle> database() {
    Path folder = data.resolve("postgres").resolve("data");
    Path file = folder.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long pid = Long.parseLong(read(file).lines().findFirst().orElse("0").strip());
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle ->
                handle
                    .info()
                    .arguments()
                    .map(arguments -> List.of(arguments).contains(folder.toString()))
                    .orElse(false));
  }

  /** The port of the embedded database. */
  int databasePort() {
    Path file = data.resolve("postgres").resolve("data").resolve("postmaster.pid");
    return Integer.parseInt(read(file).lines().skip(3).findFirst().orElseThrow().strip());
  }

  String databasePassword() {
    return read(data.resolve("postgres.password")).strip();
  }

  /** Stops the server and, where a kill left one behind, its database. */
  @Override
  public void close() {
    if (running != null && running.isAlive()) {
      running.close();
    }
    database()
        .ifPresent(
            orphan -> {
              Signals.send(orphan, "QUIT");
              Await.that("the database ends", Duration.ofSeconds(30), () -> !orphan.isAlive());
            });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
