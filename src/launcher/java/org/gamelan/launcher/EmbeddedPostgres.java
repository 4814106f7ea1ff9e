package org.gamelan.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The embedded PostgreSQL of one data folder: durable, on the loopback address, behind a password.
 * PostgreSQL outlives a killed server; the next start finds such an orphan by its command line and
 * stops it. A process that is not provably ours is never signalled.
 */
final class EmbeddedPostgres {

  static final String USER = "gamelan";
  private static final String DATABASE = "gamelan";
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final Duration START = Duration.ofMinutes(2);

  private final Path binaries;
  private final Path folder;
  private final Path data;
  private final Path passwordFile;
  private int port;

  /**
   * @param binaries the folder with {@code bin/postgres}
   * @param folder where the database lives
   * @param passwordFile holds the password of the user {@code gamelan}
   */
  EmbeddedPostgres(Path binaries, Path folder, Path passwordFile) {
    this.binaries = binaries;
    this.folder = folder;
    this.data = folder.resolve("data");
    this.passwordFile = passwordFile;
  }

  /**
   * Starts the database, creating it first when there is none.
   *
   * @throws StartupException when it cannot; the message says why
   */
  void start() {
    try {
      DataFolder.createPrivate(folder);
    } catch (IOException e) {
      throw new StartupException(folder + " cannot be created: " + e.getMessage() + ".", e);
    }
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initialise();
    }
    stopOrphan();
    port = Ports.free();
    Commands.Outcome started =
        Commands.run(
            program("pg_ctl", "start", "-w", "-t", "100", "-D", data.toString())
                .with("-l", folder.resolve("postgres.log").toString())
                .with("-o", options())
                .asList(),
            "",
            START);
    if (!started.ok()) {
      throw new StartupException(
          "The embedded PostgreSQL did not start; see "
              + folder.resolve("postgres.log")
              + ".\n"
              + started.output());
    }
  }

  /** Stops the database and waits for it: sessions are cut, what was committed is on the disk. */
  void stop() {
    if (runningProcess().isPresent()) {
      stopNow("fast", "immediate");
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** Makes the database beside its place and moves it there whole, so a crash leaves no half. */
  private void initialise() {
    Path draft = folder.resolve("data.new");
    try {
      Folders.delete(draft);
      Commands.Outcome made =
          Commands.run(
              program("initdb", "-D", draft.toString(), "-U", USER, "-E", "UTF8")
                  .with("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
                  .with("--auth=scram-sha-256", "--pwfile=" + passwordFile)
                  .asList(),
              "",
              START);
      requireOk(made, "initdb");
      Commands.Outcome created =
          Commands.run(
              program("postgres", "--single", "-D", draft.toString(), "template1").asList(),
              "create database " + DATABASE + ";\n",
              SHORT);
      requireOk(created, "postgres --single");
      Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new StartupException(data + " cannot be created: " + e.getMessage() + ".", e);
    }
  }

  private void requireOk(Commands.Outcome outcome, String what) {
    if (!outcome.ok()) {
      throw new StartupException(
          "The embedded PostgreSQL cannot be created ("
              + what
              + ").\n"
              + outcome.output()
              + (Root.isRoot() && outcome.output().contains("unshare")
                  ? "\nPostgreSQL refuses to run as root, so it is put into a user namespace; where"
                      + " that is not possible, start Gamelan as another user or give an external"
                      + " PostgreSQL with GAMELAN_DB_URL."
                  : ""));
    }
  }

  private String options() {
    return List.of(
            "port=" + port,
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_connections=100",
            "shared_buffers=64MB",
            "max_wal_size=1GB",
            "wal_compression=pglz",
            "autovacuum_naptime=10s",
            "timezone=UTC",
            "log_timezone=UTC",
            "logging_collector=on",
            "log_directory=" + folder.resolve("log"),
            "log_filename=postgres-%a.log",
            "log_truncate_on_rotation=on",
            "log_rotation_age=1d",
            "log_min_duration_statement=2s")
        .stream()
        .map(setting -> "-c " + quoted(setting))
        .collect(Collectors.joining(" "));
  }

  /** pg_ctl hands its options to a shell. */
  private static String quoted(String setting) {
    return "'" + setting.replace("'", "'\\''") + "'";
  }

  private void stopOrphan() {
    if (runningProcess().isPresent()) {
      stopNow("fast", "immediate");
    }
    // The pid in a file that a crash left may be anybody's by now, and PostgreSQL itself would
    // take such a process for itself and refuse to start.
    try {
      Files.deleteIfExists(data.resolve("postmaster.pid"));
    } catch (IOException e) {
      throw new StartupException(
          data.resolve("postmaster.pid") + " cannot be deleted: " + e.getMessage() + ".", e);
    }
  }

  private void stopNow(String... modes) {
    for (String mode : modes) {
      Optional<ProcessHandle> running = runningProcess();
      if (running.isEmpty()) {
        return;
      }
      Commands.run(
          program("pg_ctl", "stop", "-w", "-t", "20", "-m", mode, "-D", data.toString()).asList(),
          "",
          SHORT);
      awaitEnd(running.get());
    }
    if (runningProcess().isPresent()) {
      throw new StartupException("The PostgreSQL on " + data + " does not stop.");
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      // The caller looks again and goes on to the next way of stopping.
      System.err.println("PostgreSQL (process " + process.pid() + ") is still running.");
    }
  }

  /** The process that runs on our data folder: its own command line says so. */
  private Optional<ProcessHandle> runningProcess() {
    Path file = data.resolve("postmaster.pid");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      long pid = Long.parseLong(Files.readAllLines(file).get(0).trim());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
    } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(ProcessHandle process) {
    List<String> arguments = process.info().arguments().map(List::of).orElse(List.of());
    return arguments.contains(data.toString())
        && process.info().command().map(command -> command.endsWith("postgres")).orElse(true);
  }

  private ProgramLine program(String name, String... arguments) {
    ProgramLine line = new ProgramLine(new ArrayList<>());
    if (Root.isRoot()) {
      line.with("unshare", "-U");
    }
    return line.with(binaries.resolve("bin").resolve(name).toString()).with(arguments);
  }

  private record ProgramLine(List<String> words) {
    ProgramLine with(String... more) {
      words.addAll(List.of(more));
      return this;
    }

    List<String> asList() {
      return words;
    }
  }

  /** Whether we are the superuser, as whom PostgreSQL does not start. */
  private static final class Root {
    private Root() {}

    static boolean isRoot() {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
