package org.gamelan.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The real server, started by its own script on a data folder of the bench's. */
final class Server implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(10);
  private static final String READY = "Gamelan is ready at ";

  private final Path home;
  private final Path data;
  private Child child;
  private String base;
  private long process;

  /**
   * Starts nothing yet.
   *
   * @param home the project's folder with the script {@code gamelan}
   * @param data the folder for everything the server keeps
   */
  Server(Path home, Path data) {
    this.home = home;
    this.data = data;
  }

  /** The folder whose manifests the server reads besides its own. */
  Path manifests() {
    return data.resolve("manifests");
  }

  /** Starts it and waits until it says it is ready; the moment in nanoseconds since 1970. */
  long start() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GAMELAN_MANIFESTS", manifests().toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    List<String> command =
        List.of("./gamelan", "run", "--port", "0", "--data", data.resolve("server").toString());
    child = Child.start("server", command, environment, home);
    String line = child.await(said -> said.contains(READY), START);
    long ready = Clock.epochNanos();
    base = line.substring(line.indexOf(READY) + READY.length()).strip().replaceFirst("/$", "");
    process = javaProcess();
    return ready;
  }

  /** The JVM: the script itself, when it has become it, else its child. */
  private long javaProcess() {
    ProcessHandle script = ProcessHandle.of(child.pid()).orElseThrow();
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(script), script.descendants())
        .filter(each -> each.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElseThrow(() -> new BenchException("The server's JVM was not found"))
        .pid();
  }

  long process() {
    return process;
  }

  Api api() {
    JsonNode admin = json(data.resolve("server").resolve("admin.json"));
    return new Api(base, admin.path("apiKey").asText());
  }

  /** The embedded database, found as its owner finds it: by the files of the data folder. */
  DatabaseAccess database() {
    Path folder = data.resolve("server");
    List<String> postmaster =
        lines(folder.resolve("postgres").resolve("data").resolve("postmaster.pid"));
    return new DatabaseAccess(
        "jdbc:postgresql://127.0.0.1:" + postmaster.get(3) + "/gamelan",
        "gamelan",
        lines(folder.resolve("postgres.password")).get(0),
        Long.parseLong(postmaster.get(0)));
  }

  /** Ends the JVM as {@code kill -9} does; its database stays behind. */
  void kill() {
    ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
    child.kill();
  }

  @Override
  public void close() {
    if (child != null) {
      child.close();
    }
  }

  private static JsonNode json(Path file) {
    try {
      return Api.JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new BenchException("Cannot read " + file, e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new BenchException("Cannot read " + file, e);
    }
  }
}
