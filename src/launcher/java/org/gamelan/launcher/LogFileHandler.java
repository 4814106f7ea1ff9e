package org.gamelan.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;

/**
 * Writes JSON lines to one file; when it is full, it becomes {@code .1}, the older ones move on and
 * the oldest goes. The newest lines are always in the file without a number.
 */
public final class LogFileHandler extends Handler {

  private final Path file;
  private final long bytes;
  private final int files;
  private OutputStream out;
  private long written;

  /** Made by the log manager, which names this class and its settings in its configuration. */
  public LogFileHandler() throws IOException {
    this(
        Path.of(setting("file", "server.log")),
        Long.parseLong(setting("bytes", "20000000")),
        Integer.parseInt(setting("files", "5")));
  }

  LogFileHandler(Path file, long bytes, int files) throws IOException {
    this.file = file;
    this.bytes = bytes;
    this.files = files;
    setFormatter(new JsonLogFormatter());
    open();
  }

  @Override
  public synchronized void publish(LogRecord logged) {
    if (!isLoggable(logged) || out == null) {
      return;
    }
    try {
      byte[] line = getFormatter().format(logged).getBytes(UTF_8);
      if (written > 0 && written + line.length > bytes) {
        rotate();
      }
      out.write(line);
      out.flush();
      written += line.length;
    } catch (IOException e) {
      reportError("The log cannot be written", e, ErrorManager.WRITE_FAILURE);
    }
  }

  @Override
  public void flush() {
    // Each line is flushed when it is written.
  }

  @Override
  public synchronized void close() {
    if (out == null) {
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      reportError("The log cannot be closed", e, ErrorManager.CLOSE_FAILURE);
    } finally {
      out = null;
    }
  }

  private void rotate() throws IOException {
    out.close();
    for (int number = files - 1; number >= 1; number--) {
      Path from = number == 1 ? file : numbered(number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    open();
  }

  private void open() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    written = Files.size(file);
  }

  private Path numbered(int number) {
    return file.resolveSibling(file.getFileName() + "." + number);
  }

  private static String setting(String name, String otherwise) {
    String value =
        LogManager.getLogManager().getProperty(LogFileHandler.class.getName() + "." + name);
    return value == null ? otherwise : value.trim();
  }
}
