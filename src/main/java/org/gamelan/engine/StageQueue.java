package org.gamelan.engine;

import java.util.List;
import java.util.UUID;

/**
 * Wakes nodes for runs that are ready for anybody. What is offered is a hint: the truth is in the
 * database, a lost hint is made up for within a second, a doubled one changes nothing.
 */
public interface StageQueue {
  void offer(List<UUID> runs);
}
