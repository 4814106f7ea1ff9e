package org.gamelan.provider;

import java.time.Duration;
import org.gamelan.failure.FailureKind;

/** A call was not made, because a budget would not have covered it. */
public class BudgetSpentException extends ModelCallException {
  private static final long serialVersionUID = 1L;

  private final boolean waitedFor;

  BudgetSpentException(String message, boolean waitedFor, Duration retryAfter) {
    super(FailureKind.BUDGET, message, retryAfter, null);
    this.waitedFor = waitedFor;
  }

  /** Whether who asked is to wait until there is budget again, rather than fail. */
  public boolean isWaitedFor() {
    return waitedFor;
  }
}
