package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.provider.BudgetDraft;

/** What a client sets of a budget. What it has read besides may come back and is ignored. */
@Schema(name = "BudgetInput")
@JsonIgnoreProperties({"id", "createdAt", "version", "accounts"})
public record BudgetBody(
    String name,
    String scope,
    String subject,
    String period,
    String unit,
    BigDecimal amount,
    String exhausted) {

  BudgetDraft draft(Names names) {
    BudgetDraft draft = new BudgetDraft(name, scope, subject, period, unit, amount, exhausted);
    return "agent".equals(scope) ? draft.on(names.agent(subject)) : draft;
  }
}
