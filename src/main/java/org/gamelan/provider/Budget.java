package org.gamelan.provider;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What may be spent on models.
 *
 * @param id its id
 * @param name its name
 * @param scope {@code all}, {@code task}, {@code agent} or {@code key}: whose calls count
 * @param subject which task, agent or API key; null when each of them has this budget by itself
 * @param period {@code day} (UTC) or {@code total}
 * @param unit {@code cost}, in the currency of the price lists, or {@code tokens}
 * @param amount how much
 * @param exhausted {@code wait} or {@code fail}: what a task does when it is spent
 * @param createdAt when it was made
 * @param version counted up with each change, for ETags
 */
public record Budget(
    UUID id,
    String name,
    String scope,
    String subject,
    String period,
    String unit,
    BigDecimal amount,
    String exhausted,
    Instant createdAt,
    int version) {

  boolean isDaily() {
    return period.equals("day");
  }

  boolean isWaitedFor() {
    return exhausted.equals("wait");
  }

  boolean countsTokens() {
    return unit.equals("tokens");
  }

  /** Under whose name a call is counted, or null when it does not count here. */
  String accountOf(CallOrigin origin) {
    String whose =
        switch (scope) {
          case "task" -> text(origin.task());
          case "agent" -> origin.agent();
          case "key" -> text(origin.key());
          default -> "*";
        };
    return whose == null || subject == null || subject.equals(whose) ? whose : null;
  }

  /**
   * What a call may take of it.
   *
   * @throws BudgetSpentException when that cannot be told, as the model has no price
   */
  BigDecimal amountFor(ModelEntry entry, Estimate estimate) {
    if (countsTokens()) {
      return BigDecimal.valueOf(estimate.tokens());
    }
    BigDecimal cost = estimate.cost(entry);
    if (cost != null) {
      return cost;
    }
    if (!entry.isPaid()) {
      return BigDecimal.ZERO;
    }
    throw new BudgetSpentException(
        "The budget '%s' counts cost, but the model '%s' has no price: give it one, or use a budget of tokens."
            .formatted(name, entry.name()),
        false,
        null);
  }

  private static String text(UUID id) {
    return id == null ? null : id.toString();
  }
}
