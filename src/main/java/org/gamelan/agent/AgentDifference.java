package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * One field in which two versions differ.
 *
 * @param field its name; parts of {@code parameters} are named by themselves
 * @param before its value in the first, null when it was not there
 * @param after its value in the second, null when it is not there
 */
public record AgentDifference(String field, JsonNode before, JsonNode after) {
  /** All differences, by field. */
  public static List<AgentDifference> between(AgentDefinition before, AgentDefinition after) {
    List<AgentDifference> differences = new ArrayList<>();
    collect("", before.content(), after.content(), differences);
    return differences;
  }

  private static void collect(
      String prefix, JsonNode before, JsonNode after, List<AgentDifference> differences) {
    TreeSet<String> fields = new TreeSet<>();
    before.fieldNames().forEachRemaining(fields::add);
    after.fieldNames().forEachRemaining(fields::add);
    for (String field : fields) {
      JsonNode left = before.get(field);
      JsonNode right = after.get(field);
      if (field.equals("parameters") && left != null && right != null) {
        collect("parameters.", left, right, differences);
      } else if (!Objects.equals(left, right)) {
        differences.add(new AgentDifference(prefix + field, left, right));
      }
    }
  }
}
