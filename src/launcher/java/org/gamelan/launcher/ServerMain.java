package org.gamelan.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One server in one process: takes the data folder, starts the database, boots, says so. */
public final class ServerMain {

  /** Settings of the application whose variables are lists of paths, hosts or names. */
  private static final List<String> PASSED_ON =
      List.of(
          "GAMELAN_MANIFESTS",
          "GAMELAN_MANIFESTS_WRITABLE",
          "GAMELAN_SOURCE_ROOTS",
          "GAMELAN_PRIVATE_HOSTS",
          "GAMELAN_ENV_REFERENCES",
          "GAMELAN_ALLOWED_ORIGINS");

  private static final Duration READY_LIMIT = Duration.ofSeconds(90);

  private final ServerSettings settings;
  private DataFolder folder;
  private EmbeddedPostgres postgres;

  private ServerMain(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs until it is told to stop.
   *
   * @param options see {@link ServerSettings#of}
   */
  public static void main(String[] options) {
    try {
      Path home = Path.of(System.getProperty("gamelan.home", "target/dist")).toAbsolutePath();
      new ServerMain(ServerSettings.of(home, System.getenv(), options)).start();
    } catch (StartupException e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode());
    } catch (RuntimeException e) {
      // Threads that were started already would keep half a server alive.
      System.err.println("The server did not start, by a fault of its own:");
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void start() {
    ServerSettings chosen = settings.port() == 0 ? settings.withPort(Ports.free()) : settings;
    requireFreePort(chosen);
    chosen.databaseUrl(); // before anything is made for nothing
    folder = DataFolder.open(chosen.dataDir());
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "gamelan-stop"));
    AdminCredentials admin =
        folder.admin(chosen.value("GAMELAN_ADMIN_PASSWORD"), chosen.value("GAMELAN_ADMIN_KEY"));
    Map<String, String> properties = new HashMap<>(applicationProperties(chosen, admin));
    properties.putAll(database(chosen));
    properties.putAll(Broker.of(chosen).properties());
    properties.forEach(System::setProperty);
    PayaraServer server = new PayaraServer(chosen, folder.resolve("server"));
    PrintStream console = System.out;
    System.setOut(LoggedOutput.stream()); // the server talks to itself there
    server.start(Broker.of(chosen).variables(folder.resolve("logs")));
    awaitReady(chosen);
    console.println("Gamelan is ready at http://" + shownHost(chosen) + ":" + chosen.port() + "/");
    if (admin.created()) {
      console.println("The first credentials are in " + folder.resolve("admin.json"));
    }
  }

  private Map<String, String> applicationProperties(ServerSettings chosen, AdminCredentials admin) {
    Map<String, String> properties = new HashMap<>();
    properties.put("gamelan.host", chosen.host());
    properties.put("gamelan.port", Integer.toString(chosen.port()));
    properties.put("gamelan.profile", chosen.profile());
    properties.put("gamelan.data-dir", folder.path().toString());
    properties.put("gamelan.node.id", folder.nodeId());
    properties.put("gamelan.admin.user", AdminCredentials.USER);
    properties.put("gamelan.admin.password", admin.password());
    properties.put("gamelan.admin.key", admin.apiKey());
    properties.putAll(masterKey(chosen));
    properties.put("gamelan.start-dir", Path.of("").toAbsolutePath().toString());
    for (String name : PASSED_ON) {
      chosen
          .value(name)
          .ifPresent(
              value ->
                  properties.put(
                      "gamelan."
                          + name.substring("GAMELAN_".length())
                              .toLowerCase(Locale.ROOT)
                              .replace('_', '-'),
                      value));
    }
    return properties;
  }

  /** The server may replace a key in the data folder; one that was given is the operator's. */
  private Map<String, String> masterKey(ServerSettings chosen) {
    return chosen
        .value("GAMELAN_MASTER_KEY")
        .map(given -> Map.of("gamelan.master.key", given))
        .orElseGet(
            () ->
                Map.of(
                    "gamelan.master.key",
                    folder.masterKeys(),
                    "gamelan.master.key-file",
                    folder.resolve(DataFolder.MASTER_KEY).toString()));
  }

  private Map<String, String> database(ServerSettings chosen) {
    Optional<String> url = chosen.databaseUrl();
    if (url.isPresent()) {
      return Map.of(
          "gamelan.db.url",
          url.get(),
          "gamelan.db.user",
          chosen.value("GAMELAN_DB_USER").orElse("gamelan"),
          "gamelan.db.password",
          chosen.value("GAMELAN_DB_PASSWORD").orElse(""),
          "gamelan.db.embedded",
          "false");
    }
    String password = folder.databasePassword();
    postgres =
        new EmbeddedPostgres(
            binaries(chosen), folder.resolve("postgres"), folder.resolve("postgres.password"));
    postgres.start();
    return Map.of(
        "gamelan.db.url",
        postgres.url(),
        "gamelan.db.user",
        EmbeddedPostgres.USER,
        "gamelan.db.password",
        password,
        "gamelan.db.embedded",
        "true");
  }

  /** Beside the server where that can be written, else in the data folder. */
  private Path binaries(ServerSettings chosen) {
    Path shared = chosen.home().resolve("pgsql");
    Path target =
        Files.isDirectory(shared) || Files.isWritable(chosen.home())
            ? shared
            : folder.resolve("pgsql");
    if (!Files.isDirectory(target)) {
      Commands.Outcome unpacked =
          Commands.run(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  chosen.home().resolve("lib") + "/*",
                  PostgresBinaries.class.getName(),
                  target.toString()),
              "",
              Duration.ofMinutes(2));
      if (!unpacked.ok()) {
        throw new StartupException("PostgreSQL cannot be unpacked.\n" + unpacked.output());
      }
    }
    return target;
  }

  /** The server first, then the database under it. */
  private void stop() {
    PayaraServer.awaitStop();
    if (postgres != null) {
      postgres.stop();
    }
    try {
      folder.close();
    } catch (IOException e) {
      System.err.println("The lock of the data folder was not released: " + e.getMessage());
    }
  }

  private void awaitReady(ServerSettings chosen) {
    URI uri = URI.create("http://" + chosen.clientHost() + ":" + chosen.port() + "/health/ready");
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    String last = "";
    while (System.nanoTime() < end) {
      try {
        Health health = health(uri);
        if (health.status() == 200) {
          return;
        }
        last = health.status() + " " + health.text();
        Thread.sleep(100);
      } catch (IOException e) {
        last = e.toString();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StartupException("Stopped before the server was ready.", e);
      }
    }
    throw new StartupException(
        "The server did not become ready: "
            + uri
            + " says "
            + last
            + "."
            + brokerHint(chosen, last)
            + "\nIts log is in "
            + folder.resolve("logs")
            + ".");
  }

  private record Health(int status, String text) {}

  /** Asks on this thread, and leaves no other behind, as an {@code HttpClient} would. */
  private static Health health(URI uri) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    try {
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(10_000);
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return new Health(
            status, body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } finally {
      connection.disconnect();
    }
  }

  private static String brokerHint(ServerSettings chosen, String last) {
    boolean away = last.contains("\"broker\",\"status\":\"DOWN\"");
    return away && chosen.value("GAMELAN_BROKER_URL").isPresent()
        ? " Look whether the broker of GAMELAN_BROKER_URL runs and lets this server in."
        : "";
  }

  private static String shownHost(ServerSettings chosen) {
    return chosen.host().equals("127.0.0.1") ? "localhost" : chosen.clientHost();
  }

  private static void requireFreePort(ServerSettings chosen) {
    Ports.requireOwnAddress(chosen.host());
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(chosen.host(), chosen.port()));
    } catch (IOException e) {
      throw new StartupException(
          "Port "
              + chosen.port()
              + " on "
              + chosen.host()
              + " cannot be used ("
              + e.getMessage()
              + "). Stop the program that listens there, or choose another port with --port or"
              + " GAMELAN_PORT.",
          e);
    }
  }
}
