package org.gamelan.failure;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What is kept of a failure: enough to show it to a person, to decide on a retry and to group equal
 * ones.
 *
 * @param kind what sort of failure it was
 * @param stage the stage's name
 * @param agent the agent at work, or null
 * @param tool the tool at work, or null
 * @param model the model alias in use, or null
 * @param attempt which attempt of the stage, from 1
 * @param message one sentence for a person
 * @param causes the chain of causes, outermost first, each as type and message
 * @param fingerprint equal for failures that differ only in numbers, ids and times
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailureSignature(
    FailureKind kind,
    String stage,
    String agent,
    String tool,
    String model,
    int attempt,
    String message,
    List<String> causes,
    String fingerprint) {}
