package org.gamelan.admin;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.gamelan.provider.Budget;
import org.gamelan.provider.BudgetState;

/**
 * A budget with how far the account is used that is used most.
 *
 * @param budget the budget
 * @param fullest that account; null while nothing was spent
 * @param accounts how many accounts it has in this period
 */
public record BudgetRow(Budget budget, BudgetState fullest, int accounts) {
  private static final int NEARLY = 80;

  static BudgetRow of(Budget budget, List<BudgetState> states) {
    List<BudgetState> own =
        states.stream().filter(state -> state.budget().id().equals(budget.id())).toList();
    return new BudgetRow(budget, own.isEmpty() ? null : own.get(0), own.size());
  }

  /** Such as {@code all calls}, {@code each agent}, {@code the agent planner}. */
  public String scope() {
    return switch (budget.scope()) {
      case "all" -> "all calls";
      case "key" -> budget.subject() == null ? "each API key" : "the API key " + budget.subject();
      default ->
          budget.subject() == null
              ? "each " + budget.scope()
              : "the " + budget.scope() + " " + budget.subject();
    };
  }

  /** Such as {@code 5 a day}, {@code 20.0 k tokens in all}. */
  public String amount() {
    return figure(budget.amount())
        + (isCost() ? "" : " tokens")
        + (budget.period().equals("day") ? " a day" : " in all");
  }

  private boolean isCost() {
    return budget.unit().equals("cost");
  }

  private String figure(BigDecimal amount) {
    return isCost()
        ? amount
            .setScale(
                Math.min(4, Math.max(0, amount.stripTrailingZeros().scale())), RoundingMode.HALF_UP)
            .toPlainString()
        : Figures.count(amount.longValue());
  }

  public String spent() {
    return figure(fullest == null ? BigDecimal.ZERO : fullest.spent());
  }

  /** Whose account it is; empty where there is one for all. */
  public String whose() {
    return fullest == null || fullest.subject().equals("*") ? "" : fullest.subject();
  }

  /** How much of it is spent or set aside, at most 100. */
  public long percent() {
    if (fullest == null) {
      return 0;
    }
    BigDecimal used = fullest.spent().add(fullest.reserved());
    return budget.amount().signum() == 0
        ? 100
        : Math.min(100, Math.round(100 * used.doubleValue() / budget.amount().doubleValue()));
  }

  /** The colour of its bar: spent, nearly spent, or well. */
  public String tone() {
    return percent() >= 100 ? "failed" : percent() >= NEARLY ? "waiting" : "succeeded";
  }
}
