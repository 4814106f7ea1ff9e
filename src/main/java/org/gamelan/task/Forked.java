package org.gamelan.task;

import java.util.List;
import org.gamelan.engine.Effect;

/**
 * A task that was forked.
 *
 * @param task the new one
 * @param repeats what may happen outside once more
 */
public record Forked(Task task, List<Effect> repeats) {}
