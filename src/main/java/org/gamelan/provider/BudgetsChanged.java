package org.gamelan.provider;

/** What may be spent is another amount now. */
public record BudgetsChanged() {}
