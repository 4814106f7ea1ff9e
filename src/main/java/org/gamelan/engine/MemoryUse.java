package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;

/**
 * Whether anything of a workflow asks for the variable {@code memory}, so that it is read for those
 * alone. It looks for the word and may find it where nothing is asked, which costs a query.
 */
final class MemoryUse {
  private static final Pattern WORD = Pattern.compile("\\bmemory\\b");

  private MemoryUse() {}

  static boolean isAsked(Blueprint blueprint) {
    return blueprint.stages().values().stream().anyMatch(MemoryUse::asks)
        || blueprint.workflow().edges().stream().anyMatch(MemoryUse::asks)
        || blueprint.agents().values().stream().anyMatch(agent -> asks(agent.prompt()));
  }

  private static boolean asks(StageDefinition stage) {
    return asks(stage.with()) || asks(stage.settings());
  }

  /** Whether the way is taken by what is remembered. */
  static boolean asks(Edge edge) {
    return asks(edge.when());
  }

  private static boolean asks(JsonNode template) {
    return template != null && !template.isEmpty() && asks(template.toString());
  }

  private static boolean asks(String text) {
    return text != null && text.contains("memory") && WORD.matcher(text).find();
  }
}
