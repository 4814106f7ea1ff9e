package org.gamelan.provider;

import java.math.BigDecimal;

/** What came of a call, as far as accounts have to know. */
interface GovernedAnswer {
  /** What it cost in tokens. */
  TokenUsage tokens();

  /** What the provider says that it cost, or null where that follows from the price. */
  BigDecimal cost();
}
