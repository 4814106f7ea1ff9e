package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;

/** What an agent's turn needs of the tools: to know them and to call them. */
public interface ToolDoor {
  Optional<ToolDefinition> find(String name);

  /**
   * Checks and calls.
   *
   * @throws org.gamelan.failure.GamelanException when the tool is unknown, forbidden, badly called
   *     or fails; the message can be shown to the model
   */
  JsonNode call(String name, JsonNode arguments, ToolContext context);

  /**
   * Keeps account of a call that was refused before it came to the door.
   *
   * @param rule the rule that decided
   */
  void refused(String name, JsonNode arguments, ToolContext context, String rule, String reason);
}
