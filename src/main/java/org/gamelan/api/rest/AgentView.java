package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.provider.ModelParameters;

/** An agent as it is shown. */
@Schema(name = "Agent")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentView(
    UUID id,
    @Schema(example = "interpreter") String name,
    @Schema(description = "Counted up with each change.", example = "1") int version,
    String description,
    @Schema(example = "interpreter") String role,
    @Schema(description = "The system message, a template.") String prompt,
    @Schema(description = "Model alias; null means `default`.", nullable = true) String model,
    ModelParameters parameters,
    List<String> tools,
    List<String> skills,
    @Schema(type = SchemaType.OBJECT, nullable = true) JsonNode inputSchema,
    @Schema(type = SchemaType.OBJECT, nullable = true) JsonNode outputSchema,
    @Schema(minimum = "1", maximum = "10") int minComplexity,
    @Schema(minimum = "1", maximum = "10") int maxComplexity,
    @Schema(description = "Tasks assigned at once; null means no limit.", nullable = true)
        Integer capacity,
    @Schema(description = "Who takes over when it fails.", nullable = true) String fallback,
    boolean enabled,
    @Schema(description = "`available` or `disabled`.", example = "available") String status,
    @Schema(description = "How it was found.", example = "convention") String source,
    @Schema(description = "Where it is written.", example = "agents.yaml:12") String origin) {

  static AgentView of(AgentDefinition agent) {
    return new AgentView(
        StableIds.of(Names.AGENT, agent.name()),
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
        agent.enabled(),
        agent.enabled() ? "available" : "disabled",
        agent.source(),
        agent.origin());
  }
}
