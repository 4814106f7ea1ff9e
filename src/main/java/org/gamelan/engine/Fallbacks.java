package org.gamelan.engine;

import java.util.List;
import java.util.UUID;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureSignature;

/** Chooses who takes a stage over where several fallback agents could. */
interface Fallbacks {
  /** The nearest in the definitions. */
  Fallbacks AS_DECLARED = (claimed, left, failure, next) -> left.get(0);

  /**
   * @param claimed the attempt that failed
   * @param left those that have not had their turn, at least two, in the order of their definitions
   * @param failure why it failed
   * @param next the id of the attempt that is to follow
   * @return one of {@code left}
   */
  String choose(Claimed claimed, List<String> left, FailureSignature failure, UUID next);
}
