package org.gamelan.engine.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.memory.Memories;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryQuestion;
import org.gamelan.memory.MemoryScope;
import org.gamelan.provider.CallOrigin;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;

/** Finds what was remembered before. */
@Dependent
public class RecallTool implements Tool {
  static final String NAME = "memory.recall";

  private static final int FOUND = 10;

  /** How many characters are answered at most, so that none of them is cut off. */
  private static final int MOST_CHARS = 30_000;

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          NAME,
          "What was remembered before, what fits the query best first; without a query the newest",
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "properties": {
                 "query": {"type": "string", "maxLength": 500,
                           "description": "Words that have to be in it; \\"a phrase\\", or, -without"},
                 "key": {"type": "string", "minLength": 1, "maxLength": 100,
                         "description": "Only what is kept under this key"},
                 "scope": {"enum": ["task", "agent", "project", "global"],
                           "description": "Only of this scope; left out: of all you may see"},
                 "limit": {"type": "integer", "minimum": 1, "maximum": 50, "default": 10}
               }}
              """),
          ToolEffect.NONE,
          Set.of());

  private final Memories memories;
  private final TaskMemory tasks;

  @Inject
  RecallTool(Memories memories, TaskMemory tasks) {
    this.memories = memories;
    this.tasks = tasks;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    TaskMemory.Sight sight = tasks.of(context);
    Optional<MemoryScope> scope = MemoryScope.find(arguments.path("scope").asText());
    List<MemoryPlace> places =
        scope.isPresent() ? List.of(sight.require(scope.get())) : sight.all();
    int limit = arguments.path("limit").asInt(FOUND);
    String key = arguments.path("key").asText(null);
    List<MemoryEntry> found =
        key == null
            ? memories.recall(places, question(arguments, context), limit)
            : memories.ofKey(places, key);
    return answer(found);
  }

  private static MemoryQuestion question(JsonNode arguments, ToolContext context) {
    CallOrigin origin =
        new CallOrigin(context.task(), context.stageRun(), null, context.agent(), Map.of());
    return new MemoryQuestion(arguments.path("query").asText(), origin, context.timeout());
  }

  private static JsonNode answer(List<MemoryEntry> found) {
    ObjectNode answer = Json.object();
    ArrayNode entries = answer.putArray("entries");
    int chars = 0;
    int leftOut = 0;
    for (MemoryEntry entry : found) {
      ObjectNode shown = shown(entry);
      int size = Json.write(shown).length();
      if (chars + size > MOST_CHARS) {
        leftOut++;
      } else {
        chars += size;
        entries.add(shown);
      }
    }
    return leftOut == 0
        ? answer
        : answer.put(
            "notice", leftOut + " more are too long to be shown with these. Ask for less.");
  }

  private static ObjectNode shown(MemoryEntry entry) {
    ObjectNode shown = Json.object().put("scope", entry.owner().scope().id());
    shown.put("key", entry.key());
    shown.set("value", entry.value());
    shown.set("tags", Json.tree(entry.tags()));
    return shown.put("at", entry.updatedAt().toString());
  }
}
