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
 * @param kind what was chosen: {@code model} or {@code edge}
 * @param winner what won, or null when nothing did
 * @param reason why, in a sentence
 * @param candidates what there was to choose from, each with a name and what became of it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoutingDecision(
    Instant at,
    UUID stageId,
    String stage,
    String kind,
    String winner,
    String reason,
    JsonNode candidates) {}
