package org.gamelan.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server of its own, started beside this process. */
final class ServerProcess implements AutoCloseable {

  private static final String READY = "Gamelan is ready at ";

  private static final List<String> OF_ONE_SERVER =
      List.of(
          "GAMELAN_PORT",
          "GAMELAN_HOST",
          "GAMELAN_DATA_DIR",
          "GAMELAN_DB_",
          "GAMELAN_BROKER_",
          "GAMELAN_ADMIN_",
          "GAMELAN_MASTER_KEY",
          "GAMELAN_PROFILE",
          "GAMELAN_SOURCE_ROOTS");

  private final Process process;
  private final String url;

  private ServerProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts a server on a free port and waits until it is ready.
   *
   * @param home the run layout
   * @param dataFolder its data folder
   * @param detached whether it outlives this process and its terminal
   * @param verbose whether its log goes to the standard error
   * @throws StartupException with what the server said when it did not start
   */
  static ServerProcess start(Path home, Path dataFolder, boolean detached, boolean verbose) {
    try {
      Files.createDirectories(dataFolder);
      Path said = dataFolder.resolve("console.log");
      ProcessBuilder builder = new ProcessBuilder(command(home, dataFolder, detached, verbose));
      if (verbose) {
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      } else {
        builder.redirectError(said.toFile());
      }
      builder.environment().keySet().removeIf(ServerProcess::isOfAnotherServer);
      Process process = builder.start();
      Thread cleaner = new Thread(process::destroy, "stop-server");
      Runtime.getRuntime().addShutdownHook(cleaner);
      String url = awaitReady(process);
      if (url == null) {
        process.waitFor();
        throw new StartupException(
            verbose ? "The server did not start." : Files.readString(said).strip());
      }
      Runtime.getRuntime().removeShutdownHook(cleaner);
      return new ServerProcess(process, url);
    } catch (IOException e) {
      throw new StartupException("The server cannot be started: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted.", e);
    }
  }

  String url() {
    return url;
  }

  long pid() {
    return process.pid();
  }

  /** Stops the server and waits for it; its data are safe on the disk afterwards. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Settings of the user's own server do not reach one that stands for itself. */
  private static boolean isOfAnotherServer(String variable) {
    return OF_ONE_SERVER.stream().anyMatch(variable::startsWith);
  }

  private static List<String> command(
      Path home, Path dataFolder, boolean detached, boolean verbose) {
    List<String> command = new ArrayList<>();
    if (detached) {
      command.add("setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + home.resolve("server-config").resolve("jvm.options"));
    command.addAll(List.of("-Xms64m", "-Xmx640m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dgamelan.home=" + home);
    command.add("-cp");
    command.add(
        home.resolve("payara").resolve("launch-micro.jar")
            + java.io.File.pathSeparator
            + home.resolve("lib").resolve("gamelan-launcher.jar"));
    command.add(ServerMain.class.getName());
    command.addAll(List.of("--port", "0", "--data", dataFolder.toString()));
    if (verbose) {
      command.add("--verbose");
    }
    return command;
  }

  private static String awaitReady(Process process) {
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(READY)) {
          return line.substring(READY.length()).strip();
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
