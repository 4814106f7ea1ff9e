package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/** The door to the tools of this server. */
@ApplicationScoped
public class RegisteredTools implements ToolDoor {
  private final Tools tools;

  protected RegisteredTools() {
    this(null);
  }

  @Inject
  public RegisteredTools(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Optional<ToolDefinition> find(String name) {
    return tools.find(name);
  }

  @Override
  public JsonNode call(String name, JsonNode arguments, ToolContext context) {
    return tools.call(name, arguments, context);
  }

  @Override
  public void refused(
      String name, JsonNode arguments, ToolContext context, String rule, String reason) {
    tools.refused(name, arguments, context, rule, reason);
  }
}
