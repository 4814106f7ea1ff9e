package org.gamelan.api.rest;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.provider.Budget;
import org.gamelan.provider.BudgetState;

/** A budget as it is shown, with the accounts of the present period that are used most. */
@Schema(name = "Budget")
public record BudgetView(
    UUID id,
    String name,
    String scope,
    String subject,
    String period,
    String unit,
    BigDecimal amount,
    String exhausted,
    Instant createdAt,
    int version,
    List<Account> accounts) {

  /** How far one account is used. */
  @Schema(name = "BudgetAccount")
  public record Account(String subject, BigDecimal spent, BigDecimal reserved) {}

  static BudgetView of(Budget budget, List<BudgetState> states) {
    return new BudgetView(
        budget.id(),
        budget.name(),
        budget.scope(),
        budget.subject(),
        budget.period(),
        budget.unit(),
        budget.amount(),
        budget.exhausted(),
        budget.createdAt(),
        budget.version(),
        states.stream()
            .filter(state -> state.budget().id().equals(budget.id()))
            .map(state -> new Account(state.subject(), state.spent(), state.reserved()))
            .toList());
  }
}
