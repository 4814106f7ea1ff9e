package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.ContextTrace;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Way;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;
import org.gamelan.workflow.StageKind;

/**
 * One attempt of one stage of a task.
 *
 * @param id the stage run's id
 * @param name the stage
 * @param kind what it does
 * @param status where it stands
 * @param attempt from 1
 * @param round from 1
 * @param branch the fork's branch such as {@code spread/a}, or null on the main line
 * @param agent who works, or null
 * @param model the alias that answered, or null
 * @param waitingFor what it waits for, or null
 * @param input what it was given, or null before it began
 * @param output what it answered, or null
 * @param rawOutput a model's text as it came, or null
 * @param repairs the rungs climbed to make it fit
 * @param failure why it failed, or null
 * @param startedAt when work began, or null
 * @param finishedAt when it ended, or null
 * @param tokens of all its model calls
 * @param cost of all its model calls, or null where no price is known
 * @param way where the run went from it and why, or null where there was no choice
 * @param context what its agent was told besides the prompt, or null where none was
 * @param copiedFrom the stage run of another task it is a copy of, or null
 */
public record Stage(
    UUID id,
    String name,
    StageKind kind,
    StageStatus status,
    int attempt,
    int round,
    String branch,
    String agent,
    String model,
    String waitingFor,
    JsonNode input,
    JsonNode output,
    String rawOutput,
    List<RepairRung> repairs,
    FailureSignature failure,
    Instant startedAt,
    Instant finishedAt,
    TokenUsage tokens,
    BigDecimal cost,
    Way way,
    ContextTrace context,
    UUID copiedFrom) {

  /** How long it took in milliseconds, or null while it is not finished. */
  public Long durationMs() {
    return startedAt == null || finishedAt == null
        ? null
        : finishedAt.toEpochMilli() - startedAt.toEpochMilli();
  }

  Stage withInput(JsonNode given, ContextTrace told) {
    return new Stage(
        id,
        name,
        kind,
        status,
        attempt,
        round,
        branch,
        agent,
        model,
        waitingFor,
        given,
        output,
        rawOutput,
        repairs,
        failure,
        startedAt,
        finishedAt,
        tokens,
        cost,
        way,
        context == null ? told : context,
        copiedFrom);
  }
}
