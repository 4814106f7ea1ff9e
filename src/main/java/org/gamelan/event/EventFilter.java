package org.gamelan.event;

import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;

/**
 * Which events a reader wants.
 *
 * @param topics the topics, or empty for all
 * @param task only events of this task, or null for all
 */
public record EventFilter(Set<String> topics, UUID task) {
  public static final EventFilter ALL = new EventFilter(Set.of(), null);

  /** The topics there are, as features name them in what they append. */
  private static final Set<String> TOPICS =
      new TreeSet<>(Set.of("agents", "approvals", "memory", "overrides", "providers", "tasks"));

  public EventFilter {
    topics = Set.copyOf(topics);
  }

  public static EventFilter ofTask(UUID task) {
    return new EventFilter(Set.of(), task);
  }

  /**
   * Refuses a topic that nobody tells of: whoever misspelt one would wait for ever.
   *
   * @param field what to call it to whoever gave it
   * @throws InvalidInputException when there is one
   */
  public static void requireKnown(String field, Set<String> topics) {
    for (String topic : topics) {
      if (!TOPICS.contains(topic)) {
        throw new InvalidInputException(field, "must be of " + String.join(", ", TOPICS));
      }
    }
  }

  boolean matches(Event event) {
    return (topics.isEmpty() || topics.contains(event.topic()))
        && (task == null || task.equals(event.task()));
  }
}
