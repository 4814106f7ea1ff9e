package org.gamelan.engine;

import java.util.Optional;
import java.util.UUID;

/** Knows how questions to people were answered. */
public interface ApprovalStore {
  /** The answer to what a stage run has asked; nothing while there is none. */
  Optional<ApprovalVerdict> verdict(UUID run);
}
