package org.gamelan.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** One line for each stage that has ended: {@code ✔ interpretation interpreter 12 ms}. */
final class StageLines {

  private static final Set<String> ENDED =
      Set.of("succeeded", "failed", "skipped", "cancelled", "indeterminate");

  private final PrintWriter out;
  private final Set<String> told = new HashSet<>();

  StageLines(PrintWriter out) {
    this.out = out;
  }

  /** Tells the stages of a list that have ended and were not told yet. */
  void tell(JsonNode stages) {
    for (JsonNode stage : stages) {
      String status = stage.path("status").asText();
      if (ENDED.contains(status) && told.add(stage.path("id").asText())) {
        String by = stage.path("agent").asText("");
        out.println(
            String.format(
                    Locale.ROOT,
                    "%s %-16s %-16s %s%s",
                    mark(status),
                    stage.path("name").asText(),
                    by.isEmpty() || by.equals("null") ? stage.path("kind").asText() : by,
                    duration(stage.path("durationMs").asLong()),
                    status.equals("succeeded") ? "" : "  " + status + reason(stage))
                .stripTrailing());
        out.flush();
      }
    }
  }

  private static String mark(String status) {
    return switch (status) {
      case "succeeded" -> "✔";
      case "skipped", "cancelled" -> "–";
      default -> "✘";
    };
  }

  private static String reason(JsonNode stage) {
    String message = stage.path("failure").path("message").asText("");
    return message.isEmpty() ? "" : ": " + message;
  }

  static String duration(long millis) {
    return millis < 10_000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
