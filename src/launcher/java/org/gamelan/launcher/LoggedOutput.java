package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.logging.Logger;

/** Turns what libraries print into lines of the log. */
final class LoggedOutput extends OutputStream {

  private static final int LONGEST = 8_192;

  private final Logger logger = Logger.getLogger("stdout");
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  private LoggedOutput() {}

  static PrintStream stream() {
    return new PrintStream(new LoggedOutput(), true, UTF_8);
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
    }
    if (b == '\n' || line.size() >= LONGEST) {
      logger.info(line.toString(UTF_8));
      line.reset();
    }
  }
}
