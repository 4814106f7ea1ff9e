package org.gamelan.event;

import java.util.Set;
import java.util.UUID;

/**
 * Which events a reader wants.
 *
 * @param topics the topics, or empty for all
 * @param task only events of this task, or null for all
 */
public record EventFilter(Set<String> topics, UUID task) {
  public static final EventFilter ALL = new EventFilter(Set.of(), null);

  public EventFilter {
    topics = Set.copyOf(topics);
  }

  public static EventFilter ofTask(UUID task) {
    return new EventFilter(Set.of(), task);
  }

  boolean matches(Event event) {
    return (topics.isEmpty() || topics.contains(event.topic()))
        && (task == null || task.equals(event.task()));
  }
}
