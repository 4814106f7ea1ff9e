package org.gamelan.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Keeps the first severe messages of a start: the server only logs why a command or a deployment
 * failed, and the person at the console shall read it there.
 */
public final class ErrorCollector extends Handler {

  private static final int MOST = 5;
  private static final int MAX_LENGTH = 600;
  private static final List<String> MESSAGES = new ArrayList<>();

  /** Made by the log manager, which names this class in its configuration. */
  public ErrorCollector() {
    setLevel(Level.SEVERE);
    setFormatter(new SimpleFormatter());
  }

  static List<String> messages() {
    synchronized (MESSAGES) {
      return List.copyOf(MESSAGES);
    }
  }

  @Override
  public void publish(LogRecord logged) {
    if (!isLoggable(logged)) {
      return;
    }
    String message = getFormatter().formatMessage(logged);
    Throwable cause = logged.getThrown();
    while (cause != null && cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String text = cause == null ? message : message + " (" + cause + ")";
    synchronized (MESSAGES) {
      if (MESSAGES.size() < MOST) {
        MESSAGES.add(text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…");
      }
    }
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
