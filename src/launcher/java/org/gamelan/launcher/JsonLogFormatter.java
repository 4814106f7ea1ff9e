package org.gamelan.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One JSON object a line: {@code at}, {@code level}, {@code logger}, {@code thread}, {@code
 * message}, {@code exception}. A map among a record's parameters adds its entries as fields; the
 * application puts {@code taskId}, {@code stageId} and {@code stage} there.
 */
public final class JsonLogFormatter extends Formatter {

  private static final int MAX_MESSAGE = 16_384;

  /** Made by the log manager, which names this class in its configuration. */
  public JsonLogFormatter() {}

  @Override
  public String format(LogRecord logged) {
    StringBuilder line = new StringBuilder(256);
    line.append("{\"at\":\"").append(logged.getInstant()).append('"');
    field(line, "level", logged.getLevel().getName());
    field(line, "logger", String.valueOf(logged.getLoggerName()));
    field(line, "thread", Thread.currentThread().getName());
    for (Object parameter : parameters(logged)) {
      if (parameter instanceof Map<?, ?> fields) {
        fields.forEach((name, value) -> field(line, name.toString(), String.valueOf(value)));
      }
    }
    field(line, "message", bounded(message(logged)));
    if (logged.getThrown() != null) {
      field(line, "exception", bounded(stack(logged.getThrown())));
    }
    return line.append("}\n").toString();
  }

  /** Maps are fields: a message that has braces in it by chance does not take them for its own. */
  private String message(LogRecord logged) {
    Object[] all = logged.getParameters();
    logged.setParameters(
        parameters(logged).stream().filter(value -> !(value instanceof Map)).toArray());
    String message = String.valueOf(formatMessage(logged));
    logged.setParameters(all);
    return message;
  }

  private static List<Object> parameters(LogRecord logged) {
    return logged.getParameters() == null ? List.of() : Arrays.asList(logged.getParameters());
  }

  private static void field(StringBuilder line, String name, String value) {
    line.append(",\"")
        .append(Texts.escapeJson(name))
        .append("\":\"")
        .append(Texts.escapeJson(value))
        .append('"');
  }

  private static String bounded(String text) {
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
  }

  private static String stack(Throwable thrown) {
    StringWriter out = new StringWriter();
    thrown.printStackTrace(new PrintWriter(out, true));
    return out.toString();
  }
}
