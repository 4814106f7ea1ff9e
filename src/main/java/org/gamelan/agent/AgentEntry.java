package org.gamelan.agent;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.platform.Ids;

/**
 * An agent in force, immutable.
 *
 * @param id made of its name
 * @param definition with the number of its version
 * @param enabled whether it takes new work: what the definition says, unless somebody switched it
 * @param retiring whether it goes as soon as its last task has ended
 * @param shadows definitions of the same name that this one stands in front of, the nearest first
 */
public record AgentEntry(
    UUID id,
    AgentDefinition definition,
    boolean enabled,
    boolean retiring,
    List<AgentOrigin> shadows) {
  private static final String KIND = "agent";

  public AgentEntry {
    shadows = List.copyOf(shadows);
  }

  /** The id of an agent of this name. */
  public static UUID idOf(String name) {
    return Ids.named(KIND, name);
  }

  public String name() {
    return definition.name();
  }

  /** Whether administrators may change and remove it here. */
  public boolean isOfAdmin() {
    return definition.source().equals(AgentSource.ADMIN.id());
  }

  /**
   * @param unfinished how many tasks it has in hand
   */
  public AgentStatus status(int unfinished) {
    if (retiring) {
      return AgentStatus.RETIRING;
    }
    if (!enabled) {
      return AgentStatus.DISABLED;
    }
    Integer capacity = definition.capacity();
    return capacity != null && unfinished >= capacity ? AgentStatus.BUSY : AgentStatus.AVAILABLE;
  }

  /** Why it takes no new task, if so. */
  public Optional<String> refusal() {
    if (retiring) {
      return Optional.of(
          "agent '" + name() + "' is retiring and takes nothing new; enable it to keep it");
    }
    return enabled
        ? Optional.empty()
        : Optional.of("agent '" + name() + "' is disabled; enable it, or name another");
  }

  /** Whether clients would see a difference. */
  boolean differsFrom(AgentEntry before) {
    return before == null
        || definition.version() != before.definition.version()
        || enabled != before.enabled
        || retiring != before.retiring;
  }
}
