package org.gamelan.provider;

import java.math.BigDecimal;

/**
 * How far one account of a budget is used.
 *
 * @param budget the budget
 * @param subject whose account: a task, an agent, a key, or {@code *}
 * @param spent what calls have taken
 * @param reserved what calls under way may still take
 */
public record BudgetState(Budget budget, String subject, BigDecimal spent, BigDecimal reserved) {}
