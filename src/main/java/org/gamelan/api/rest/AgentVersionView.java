package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentVersion;

/** One version of an agent as it is shown. */
@Schema(name = "AgentVersion")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentVersionView(
    int version, Instant createdAt, String source, String origin, AgentDefinition definition) {

  static AgentVersionView of(AgentVersion version) {
    AgentDefinition definition = version.definition();
    return new AgentVersionView(
        definition.version(),
        version.createdAt(),
        definition.source(),
        definition.origin(),
        definition);
  }
}
