package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;

/** What an administrator sets of a {@link Budget}; null takes the default. */
public record BudgetDraft(
    String name,
    String scope,
    String subject,
    String period,
    String unit,
    BigDecimal amount,
    String exhausted) {
  private static final BigDecimal MOST = new BigDecimal("999999999999");

  /**
   * With its defaults.
   *
   * @throws InvalidInputException with all faults
   */
  BudgetDraft checked() {
    BudgetDraft full =
        new BudgetDraft(
            name,
            scope == null ? "all" : scope,
            subject == null || subject.isBlank() ? null : subject.strip(),
            period == null ? "day" : period,
            unit == null ? "cost" : unit,
            amount,
            exhausted == null ? "fail" : exhausted);
    List<FieldError> errors = new ArrayList<>();
    if (full.name() == null || !full.name().matches("[a-z][a-z0-9_-]{0,62}")) {
      errors.add(
          new FieldError(
              "name", "must begin with a-z and have at most 63 of a-z, 0-9, '-' and '_'"));
    }
    requireOneOf("scope", full.scope(), List.of("all", "task", "agent", "key"), errors);
    requireOneOf("period", full.period(), List.of("day", "total"), errors);
    requireOneOf("unit", full.unit(), List.of("cost", "tokens"), errors);
    requireOneOf("exhausted", full.exhausted(), List.of("wait", "fail"), errors);
    if ("all".equals(full.scope()) && full.subject() != null) {
      errors.add(new FieldError("subject", "has no meaning for the scope all"));
    }
    if (full.hasIdAsSubject() && id(full.subject()).isEmpty()) {
      errors.add(new FieldError("subject", "must be the id of a " + full.scope() + ", a UUID"));
    }
    if (full.amount() == null || full.amount().signum() < 0 || full.amount().compareTo(MOST) > 0) {
      errors.add(new FieldError("amount", "must be from 0 to a million millions"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return full.hasIdAsSubject() ? full.on(id(full.subject()).orElseThrow()) : full;
  }

  /** The same for another subject. */
  public BudgetDraft on(String another) {
    return new BudgetDraft(name, scope, another, period, unit, amount, exhausted);
  }

  private boolean hasIdAsSubject() {
    return subject != null && ("task".equals(scope) || "key".equals(scope));
  }

  /** As calls tell it; one in another spelling would never count anything. */
  private static Optional<String> id(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text).toString()) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void requireOneOf(
      String field, String value, List<String> known, List<FieldError> errors) {
    if (!known.contains(value)) {
      errors.add(new FieldError(field, "must be one of " + String.join(", ", known)));
    }
  }
}
