package org.gamelan.task;

import java.util.Optional;
import org.gamelan.assignment.Seat;
import org.gamelan.engine.Plan;

/**
 * A checked task and how it is going to be done.
 *
 * @param task with its defaults filled in
 * @param plan what it is pinned to
 * @param wish which agent does it alone, or null when it goes through a workflow
 * @param config name of its task config, or null
 * @param seat the agent instance that does it, if one does
 */
record TaskOrder(NewTask task, Plan plan, Wish wish, String config, Optional<Seat> seat) {
  /** Whether it goes through a workflow that was named, and nothing else has to be noted of it. */
  boolean isPlain() {
    return wish == null && config == null && plan.choice() == null;
  }
}
