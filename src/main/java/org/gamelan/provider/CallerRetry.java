package org.gamelan.provider;

import java.time.Duration;
import org.gamelan.failure.FailureKind;

/** Whether who calls a model tries again itself, so that no other model is asked before. */
@FunctionalInterface
public interface CallerRetry {
  /** Of a caller that tries once. */
  CallerRetry NEVER = (kind, pause) -> false;

  /**
   * Whether the caller tries again after a failure.
   *
   * @param pause how long it has to wait at least
   */
  boolean follows(FailureKind kind, Duration pause);
}
