package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;

/** Something an agent or a tool stage may do. Implementations are CDI beans and thread safe. */
public interface Tool {
  ToolDefinition definition();

  /**
   * What policy has to know of a call with these arguments, where it depends on them. They were not
   * checked yet.
   */
  default ToolDefinition definition(JsonNode arguments) {
    return definition();
  }

  /**
   * Does it. The arguments satisfy the input schema.
   *
   * @throws org.gamelan.failure.GamelanException with kind {@code tool} when it cannot; the message
   *     is shown to the model and to people
   */
  JsonNode call(JsonNode arguments, ToolContext context);
}
