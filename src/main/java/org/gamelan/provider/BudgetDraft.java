package org.gamelan.provider;

import java.math.BigDecimal;

/** What an administrator sets of a {@link Budget}; null takes the default. */
public record BudgetDraft(
    String name,
    String scope,
    String subject,
    String period,
    String unit,
    BigDecimal amount,
    String exhausted) {}
