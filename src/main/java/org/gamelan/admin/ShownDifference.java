package org.gamelan.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.gamelan.agent.AgentDifference;
import org.gamelan.json.Json;
import org.gamelan.json.JsonDifference;

/**
 * One field in which two versions differ, as it is shown.
 *
 * @param field its name
 * @param before a short value in the first; empty when it was not there
 * @param after a short value in the second; empty when it is not there
 * @param lines a long value line by line; empty for a short one
 */
public record ShownDifference(
    String field, String before, String after, List<LineDifference.Line> lines) {
  private static final int SHORT = 120;

  static List<ShownDifference> of(List<AgentDifference> differences) {
    return differences.stream().map(ShownDifference::of).toList();
  }

  private static ShownDifference of(AgentDifference difference) {
    return of(difference.field(), difference.before(), difference.after());
  }

  static ShownDifference of(JsonDifference difference) {
    return of(difference.path(), difference.was(), difference.now());
  }

  /** A value that differs; null stands for what is not there. */
  static ShownDifference of(String field, JsonNode was, JsonNode now) {
    String before = text(was);
    String after = text(now);
    boolean brief = isShort(before) && isShort(after);
    return new ShownDifference(
        field, before, after, brief ? List.of() : LineDifference.of(before, after));
  }

  private static boolean isShort(String text) {
    return text.length() <= SHORT && text.indexOf('\n') < 0;
  }

  private static String text(JsonNode value) {
    if (value == null) {
      return "";
    }
    boolean words = value.isArray() && value.size() <= 8 && Json.write(value).length() <= SHORT;
    return value.isTextual()
        ? value.textValue()
        : words ? Json.write(value) : Json.writePretty(value);
  }
}
