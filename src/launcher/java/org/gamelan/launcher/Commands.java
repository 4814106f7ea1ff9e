package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the small programs a start needs. */
final class Commands {

  private static final int SHOWN = 2_000;

  private Commands() {}

  /** What a program said and how it ended. */
  record Outcome(int exitCode, String output) {
    boolean ok() {
      return exitCode == 0;
    }
  }

  /**
   * Runs one program to its end.
   *
   * @param input what it reads from its standard input
   * @param limit how long it may take; it is stopped afterwards
   * @throws StartupException when it cannot be started or takes too long
   */
  static Outcome run(List<String> command, String input, Duration limit) {
    Path output = null;
    try {
      // A file, not a pipe: a daemon that inherits a pipe would hold it open for ever.
      output = Files.createTempFile("gamelan", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      }
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new StartupException(
            command.get(0) + " did not finish within " + limit.toSeconds() + " seconds.");
      }
      String said = Files.readString(output).strip();
      return new Outcome(
          process.exitValue(),
          said.length() <= SHOWN ? said : said.substring(said.length() - SHOWN));
    } catch (IOException e) {
      throw new StartupException(command.get(0) + " cannot be run: " + e.getMessage() + ".", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartupException("Interrupted while waiting for " + command.get(0) + ".", e);
    } finally {
      deleteQuietly(output);
    }
  }

  private static void deleteQuietly(Path file) {
    if (file != null && !file.toFile().delete()) {
      file.toFile().deleteOnExit();
    }
  }
}
