package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.provider.TokenUsage;

/**
 * What came out of a task.
 *
 * @param status where the task stands
 * @param output the output of its end stage, or null when it has not succeeded
 * @param failure why it failed, or null
 * @param tokens of all its stages
 * @param cost of all its stages, or null where no price is known
 */
public record TaskResult(
    TaskStatus status,
    JsonNode output,
    FailureSignature failure,
    TokenUsage tokens,
    BigDecimal cost) {}
