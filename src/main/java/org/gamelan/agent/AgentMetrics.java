package org.gamelan.agent;

import java.math.BigDecimal;
import java.util.List;

/**
 * What an agent did within some time.
 *
 * @param windowSeconds how far back was looked
 * @param runs stages it ended, in workflows and by itself
 * @param succeeded how many of them succeeded
 * @param successRate from 0 to 1, or null without a run
 * @param latencyMs half and nineteen of twenty runs took at most that long
 * @param tokens of its calls of models
 * @param modelCalls how many there were
 * @param cost of all calls with a known price, or null where none is known
 * @param scores how well it does by class of task; not limited to that time
 */
public record AgentMetrics(
    long windowSeconds,
    long runs,
    long succeeded,
    Double successRate,
    Latency latencyMs,
    Tokens tokens,
    long modelCalls,
    BigDecimal cost,
    List<AgentScore> scores) {

  public AgentMetrics {
    scores = List.copyOf(scores);
  }

  /** Milliseconds, or null without a run. */
  public record Latency(Long p50, Long p95) {}

  /** Numbers of tokens. */
  public record Tokens(long input, long output) {}
}
