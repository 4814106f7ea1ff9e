package org.gamelan.engine;

import java.util.Optional;
import java.util.UUID;

/** Knows how questions to people were answered. */
public interface ApprovalStore {
  /** In place of a call's number: the stage itself asks. */
  int WHOLE_STAGE = -1;

  /** The answer to what a stage run has asked; nothing while there is none. */
  default Optional<ApprovalVerdict> verdict(UUID run) {
    return verdict(run, WHOLE_STAGE);
  }

  /**
   * The answer to what a stage run has asked; nothing while there is none.
   *
   * @param call the number of the call that was in question, or {@link #WHOLE_STAGE}
   */
  Optional<ApprovalVerdict> verdict(UUID run, int call);
}
