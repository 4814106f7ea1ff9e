package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.task.AgentCandidate;

/** An agent that a waiting task may be given to, or why not. */
@Schema(name = "AgentCandidate")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AgentCandidateView(
    @Schema(example = "reviewer") String agent,
    @Schema(example = "1") int minComplexity,
    @Schema(example = "6") int maxComplexity,
    List<String> skills,
    @Schema(description = "How many tasks it may have at once; null for no limit", nullable = true)
        Integer capacity,
    @Schema(description = "How many unfinished tasks it has", example = "1") int inHand,
    @Schema(description = "How many more it may have; null for no limit", nullable = true)
        Integer free,
    @Schema(description = "Whether the task can be given to it now") boolean fits,
    @Schema(
            description = "Why it cannot",
            nullable = true,
            example = "agent 'reviewer' takes tasks of complexity 1 to 6, and this one has 8")
        String reason) {

  static AgentCandidateView of(AgentCandidate candidate) {
    AgentDefinition agent = candidate.entry().definition();
    return new AgentCandidateView(
        candidate.name(),
        agent.minComplexity(),
        agent.maxComplexity(),
        agent.skills(),
        agent.capacity(),
        candidate.inHand(),
        candidate.free(),
        candidate.fits(),
        candidate.refusal());
  }
}
