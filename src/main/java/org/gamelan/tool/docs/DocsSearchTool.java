package org.gamelan.tool.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;

/** Finds the passages of Gamelan's documentation that say most about a question. */
@ApplicationScoped
public class DocsSearchTool implements Tool {
  private static final int BY_DEFAULT = 4;

  private static final ToolDefinition DEFINITION =
      new ToolDefinition(
          "docs.search",
          "Passages of Gamelan's own documentation about a question, the best first",
          Json.parse(
              """
              {"type": "object", "additionalProperties": false, "required": ["query"],
               "properties": {
                 "query": {"type": "string", "minLength": 1, "maxLength": 1000,
                           "description": "A question, or a few words"},
                 "limit": {"type": "integer", "minimum": 1, "maximum": 10, "default": 4,
                           "description": "How many passages"}}}
              """),
          ToolEffect.NONE,
          Set.of());

  private volatile DocPages pages;

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    ObjectNode answer = Json.object();
    ArrayNode passages = answer.putArray("passages");
    int most = arguments.path("limit").asInt(BY_DEFAULT);
    for (Passage passage : pages().search(arguments.path("query").asText(), most)) {
      passages
          .addObject()
          .put("page", "docs/" + passage.page() + ".md")
          .put("heading", passage.heading())
          .put("text", passage.text());
    }
    return answer;
  }

  /** Read when somebody asks for the first time; twice does no harm. */
  private DocPages pages() {
    DocPages known = pages;
    if (known == null) {
      known = DocPages.read();
      pages = known;
    }
    return known;
  }
}
