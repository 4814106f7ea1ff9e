package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.provider.ModelParameters;

/** What a client sets of an agent. What it has read besides may come back and is ignored. */
@Schema(name = "AgentInput")
@JsonIgnoreProperties({"id", "version", "status", "source", "origin", "shadows", "unfinishedTasks"})
public record AgentBody(
    String name,
    String description,
    String role,
    String prompt,
    String model,
    ModelParameters parameters,
    List<String> tools,
    List<String> skills,
    JsonNode inputSchema,
    JsonNode outputSchema,
    Integer minComplexity,
    Integer maxComplexity,
    Integer capacity,
    String fallback,
    Boolean enabled) {

  AgentBuilder draft(Names names) {
    return draft(name, names);
  }

  /** The draft of an agent whose name is known already. */
  AgentBuilder draft(String known, Names names) {
    return AgentBuilder.named(known)
        .withDescription(description)
        .withRole(role)
        .withPrompt(prompt)
        .withModel(model)
        .withParameters(parameters)
        .withTools(tools)
        .withSkills(skills)
        .withInputSchema(inputSchema)
        .withOutputSchema(outputSchema)
        .withComplexity(
            minComplexity == null ? AgentManifest.MIN_COMPLEXITY : minComplexity,
            maxComplexity == null ? AgentManifest.MAX_COMPLEXITY : maxComplexity)
        .withCapacity(capacity)
        .withFallback(names.agent(fallback))
        .withEnabled(enabled == null || enabled);
  }
}
