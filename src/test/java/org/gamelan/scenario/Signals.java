package org.gamelan.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Sends signals that Java has no method for. */
final class Signals {
  private Signals() {}

  /** Sends a signal to a process that the scenario itself has caused. */
  static void send(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
