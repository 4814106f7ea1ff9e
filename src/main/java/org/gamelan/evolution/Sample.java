package org.gamelan.evolution;

import java.time.Instant;

/**
 * What one run, or one review, tells of an agent.
 *
 * @param agent its name
 * @param taskClass the class of the task
 * @param at when it ended
 * @param succeeded whether it did, or null for a review
 * @param seconds how long a run took that succeeded, or null
 * @param cost what it cost, or null where no price is known
 * @param quality what a review says of its work, from 0 to 1, or null for a run
 */
record Sample(
    String agent,
    String taskClass,
    Instant at,
    Boolean succeeded,
    Double seconds,
    Double cost,
    Double quality) {

  Key key() {
    return new Key(agent, taskClass);
  }

  /** Whose score it belongs to. */
  record Key(String agent, String taskClass) {}
}
