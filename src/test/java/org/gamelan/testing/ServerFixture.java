package org.gamelan.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real server process from {@code target/dist}, on a free port and a data folder of its own. The
 * {@link #shared() shared} one is started once for the whole run; tests that kill servers or need
 * two start their own.
 */
public final class ServerFixture implements AutoCloseable {

  private static final String READY = "Gamelan is ready at ";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static ServerFixture shared;

  private final Path home;
  private final Path data;
  private final Map<String, String> environment;
  private Process process;
  private URI base;

  private ServerFixture(Path home, Path data, Map<String, String> environment) {
    this.home = home;
    this.data = data;
    this.environment = environment;
  }

  /** The server that tests share; it ends with the run. */
  public static synchronized ServerFixture shared() {
    if (shared == null) {
      Path data = newDataFolder();
      String manifests = manifests(data).toString();
      shared =
          start(
                  data,
                  Map.of("GAMELAN_MANIFESTS", manifests, "GAMELAN_MANIFESTS_WRITABLE", manifests))
              .untilTheEnd();
    }
    return shared;
  }

  /** Stops this server when the tests' own process ends, and deletes its data. */
  public ServerFixture untilTheEnd() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  close();
                  delete(data);
                },
                "stop-server"));
    return this;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param data its data folder; see {@link #newDataFolder()}
   * @param environment variables such as {@code GAMELAN_DB_URL}, on top of ours
   */
  public static ServerFixture start(Path data, Map<String, String> environment) {
    return start(dist(), data, environment);
  }

  /** The same with another run layout than the build's own. */
  public static ServerFixture start(Path home, Path data, Map<String, String> environment) {
    ServerFixture server = new ServerFixture(home, data, environment);
    server.boot();
    return server;
  }

  /** A fresh folder below {@code target}. */
  public static Path newDataFolder() {
    try {
      return Files.createTempDirectory(dist().getParent(), "it-data-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The run layout that the build made. */
  public static Path dist() {
    return Path.of(System.getProperty("gamelan.dist", "target/dist")).toAbsolutePath();
  }

  /** Where the server is, with a slash at the end. */
  public URI base() {
    return base;
  }

  public Path data() {
    return data;
  }

  /** Where tests may add manifests to the shared server, which reads them when it is asked to. */
  public Path manifests() {
    return manifests(data);
  }

  private static Path manifests(Path data) {
    try {
      return Files.createDirectories(data.resolve("manifests"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public String adminPassword() {
    return admin().path("password").asText();
  }

  public String apiKey() {
    return admin().path("apiKey").asText();
  }

  /** A client with the administrator's key. */
  public ApiClient client() {
    return new ApiClient(base, apiKey());
  }

  /** Ends the process as a power cut would; its database may live on for a moment. */
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /** Starts it again on the same data folder, on another port. */
  public void restart() {
    boot();
  }

  /** Stops the server in the orderly way. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(90, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("The server did not stop; see " + data);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void boot() {
    Path said = data.resolve("console.log");
    ProcessBuilder builder =
        new ProcessBuilder(command(home, data, "--port", "0"))
            .redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("GAMELAN_"));
    builder.environment().put("GAMELAN_SOURCE_ROOTS", Path.of("").toAbsolutePath().toString());
    builder.environment().putAll(environment);
    try {
      process = builder.start();
      BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(READY)) {
          base = URI.create(line.substring(READY.length()).strip());
          return;
        }
      }
      throw new IllegalStateException("The server did not start: " + Files.readString(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What starts a server, as tests start it.
   *
   * @param home its run layout
   * @param data its data folder
   * @param options further options such as {@code --port}
   */
  public static List<String> command(Path home, Path data, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("server-config").resolve("jvm.options"));
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String coverage = System.getProperty("gamelan.jacoco.agent", "");
    if (coverage.startsWith("-javaagent:")) {
      command.add(coverage);
    }
    command.add("-Dgamelan.home=" + home);
    command.add("-cp");
    command.add(
        home.resolve("payara").resolve("launch-micro.jar")
            + File.pathSeparator
            + home.resolve("lib").resolve("gamelan-launcher.jar"));
    command.add("org.gamelan.launcher.ServerMain");
    command.addAll(List.of("--data", data.toString()));
    command.addAll(List.of(options));
    return command;
  }

  private JsonNode admin() {
    try {
      return JSON.readTree(Files.readString(data.resolve("admin.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
