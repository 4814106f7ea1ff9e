package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * What was set aside for one attempt.
 *
 * @param parts one for each budget that the call counts for
 */
record Reservation(List<Part> parts) {
  static final Reservation NONE = new Reservation(List.of());

  /** An account and what was set aside in it. */
  record Part(Budget budget, String subject, String period, BigDecimal amount) {}

  Reservation {
    parts = List.copyOf(parts);
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }
}
