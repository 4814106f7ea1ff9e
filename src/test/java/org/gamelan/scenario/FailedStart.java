package org.gamelan.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.gamelan.testing.ServerFixture;

/**
 * How a server ended that could not start.
 *
 * @param exitCode its exit code
 * @param said what it wrote to the console
 */
record FailedStart(int exitCode, String said) {

  /** Starts a server that will end by itself. */
  static FailedStart of(Path data, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(ServerFixture.command(ServerFixture.dist(), data))
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("GAMELAN_"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("The server neither runs nor ends: " + said);
      }
      return new FailedStart(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }
}
