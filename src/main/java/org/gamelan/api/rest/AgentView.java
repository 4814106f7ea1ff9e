package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentOrigin;
import org.gamelan.provider.ModelParameters;

/** An agent as it is shown. */
@Schema(name = "Agent")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentView(
    UUID id,
    String name,
    int version,
    String description,
    String role,
    String prompt,
    String model,
    ModelParameters parameters,
    List<String> tools,
    List<String> skills,
    JsonNode inputSchema,
    JsonNode outputSchema,
    int minComplexity,
    int maxComplexity,
    Integer capacity,
    String fallback,
    boolean enabled,
    String status,
    int unfinishedTasks,
    String source,
    String origin,
    List<AgentOrigin> shadows) {

  /**
   * @param unfinished how many tasks it has in hand
   */
  static AgentView of(AgentEntry entry, int unfinished) {
    AgentDefinition agent = entry.definition();
    return new AgentView(
        entry.id(),
        agent.name(),
        agent.version(),
        agent.description(),
        agent.role(),
        agent.prompt(),
        agent.model(),
        agent.parameters(),
        agent.tools(),
        agent.skills(),
        agent.inputSchema(),
        agent.outputSchema(),
        agent.minComplexity(),
        agent.maxComplexity(),
        agent.capacity(),
        agent.fallback(),
        entry.enabled(),
        entry.status(unfinished).id(),
        unfinished,
        agent.source(),
        agent.origin(),
        entry.shadows());
  }
}
