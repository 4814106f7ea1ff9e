package org.gamelan.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * Why the router decided as it did.
 *
 * @param at when
 * @param stageId the stage run it was for, or null
 * @param stage the stage's name, or null
 * @param kind what was chosen: {@code pipeline}, {@code workflow}, {@code agent}, {@code model},
 *     {@code edge}, {@code decision}, {@code next} or {@code input}
 * @param winner what won, or null when nothing did
 * @param decidedBy who decided: {@code rule}, {@code agent}, {@code caller}, {@code override} or
 *     {@code score}
 * @param override the override that decided, or null
 * @param reason why, in a sentence
 * @param candidates what there was to choose from, each with a name, a score where something was
 *     measured, what became of it, and whether it was taken
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoutingDecision(
    Instant at,
    UUID stageId,
    String stage,
    String kind,
    String winner,
    String decidedBy,
    UUID override,
    String reason,
    JsonNode candidates) {

  RoutingDecision with(JsonNode others) {
    return new RoutingDecision(
        at, stageId, stage, kind, winner, decidedBy, override, reason, others);
  }
}
