package org.gamelan.engine;

import java.util.Set;
import org.gamelan.workflow.StageKind;

/**
 * Runs stages of some kinds. It may wait, but holds neither a connection nor a transaction
 * meanwhile; it stops when its thread is interrupted.
 */
interface StageRunner {
  Set<StageKind> kinds();

  /**
   * @throws org.gamelan.failure.GamelanException when the stage fails
   */
  StageOutcome run(StageWork work);
}
