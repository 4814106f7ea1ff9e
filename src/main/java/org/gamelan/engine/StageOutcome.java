package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;

/**
 * How one attempt of a stage ended.
 *
 * @param status succeeded, failed, cancelled, indeterminate, or ready when it was put off
 * @param output what the stage answers, or null when it did not succeed
 * @param rawOutput a model's last text as it came, or null
 * @param repairs the rungs climbed to make it fit
 * @param agent who worked, or null
 * @param model the alias that answered, or null
 * @param tokens of all calls
 * @param cost of all calls, or null
 * @param failure why it failed, or null
 * @param retryAfter how long a provider asks to be left alone, or null
 * @param ask what people have to answer before it can go on, or null
 * @param context how its context came about, or null where that follows from earlier outputs
 */
public record StageOutcome(
    StageStatus status,
    JsonNode output,
    String rawOutput,
    List<RepairRung> repairs,
    String agent,
    String model,
    TokenUsage tokens,
    BigDecimal cost,
    FailureSignature failure,
    Duration retryAfter,
    ApprovalAsk ask,
    ContextTrace context) {

  /** Of a stage that asks nobody. */
  public StageOutcome(
      StageStatus status,
      JsonNode output,
      String rawOutput,
      List<RepairRung> repairs,
      String agent,
      String model,
      TokenUsage tokens,
      BigDecimal cost,
      FailureSignature failure,
      Duration retryAfter) {
    this(
        status,
        output,
        rawOutput,
        repairs,
        agent,
        model,
        tokens,
        cost,
        failure,
        retryAfter,
        null,
        null);
  }

  static StageOutcome succeeded(JsonNode output) {
    return new StageOutcome(
        StageStatus.SUCCEEDED,
        output,
        null,
        List.of(),
        null,
        null,
        TokenUsage.NONE,
        null,
        null,
        null);
  }

  static StageOutcome answered(String agent, AgentAnswer answer) {
    return new StageOutcome(
        StageStatus.SUCCEEDED,
        answer.output(),
        answer.rawOutput(),
        answer.repairs(),
        agent,
        answer.model(),
        answer.tokens(),
        answer.cost(),
        null,
        null);
  }

  static StageOutcome failed(FailureSignature failure, Duration retryAfter) {
    return new StageOutcome(
        StageStatus.FAILED,
        null,
        null,
        List.of(),
        failure.agent(),
        failure.model(),
        TokenUsage.NONE,
        null,
        failure,
        retryAfter);
  }

  /** Nothing was done yet, as something has to happen first; it is looked for again by itself. */
  static StageOutcome postponed(FailureSignature obstacle, Duration wait) {
    return failed(obstacle, wait).withStatus(StageStatus.READY);
  }

  /** Nothing goes on before people have answered. */
  static StageOutcome asked(ApprovalAsk ask) {
    return new StageOutcome(
        StageStatus.WAITING,
        null,
        null,
        List.of(),
        null,
        null,
        TokenUsage.NONE,
        null,
        null,
        null,
        ask,
        null);
  }

  StageOutcome withStatus(StageStatus other) {
    return new StageOutcome(
        other,
        output,
        rawOutput,
        repairs,
        agent,
        model,
        tokens,
        cost,
        failure,
        retryAfter,
        ask,
        context);
  }

  StageOutcome withModelWork(String raw, List<RepairRung> rungs, TokenUsage used) {
    return withWork(raw, rungs, used, cost);
  }

  /** With what the turns of a stage took that did not come to an end. */
  StageOutcome withTeamWork(TeamWork work) {
    return withWork(Json.write(work.raw()), work.repairs(), work.tokens(), work.cost());
  }

  private StageOutcome withWork(
      String raw, List<RepairRung> rungs, TokenUsage used, BigDecimal spent) {
    return new StageOutcome(
        status, output, raw, rungs, agent, model, used, spent, failure, retryAfter, ask, context);
  }

  StageOutcome withContext(ContextTrace trace) {
    return new StageOutcome(
        status,
        output,
        rawOutput,
        repairs,
        agent,
        model,
        tokens,
        cost,
        failure,
        retryAfter,
        ask,
        trace);
  }
}
