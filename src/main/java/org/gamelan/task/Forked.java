package org.gamelan.task;

import java.util.List;
import org.gamelan.engine.Effect;

/**
 * A task that was forked.
 *
 * @param task the new one
 * @param repeats what may happen outside once more
 * @param leftOut the overrides of the other task that do not count for this one
 */
public record Forked(Task task, List<Effect> repeats, List<LeftOverride> leftOut) {}
