package org.gamelan.memory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far a memory reaches. */
public enum MemoryScope {
  /** One task; its owner is the task's id. */
  TASK,
  /** One agent in all its tasks; its owner is the agent's name, or the id of an agent instance. */
  AGENT,
  /** All tasks on the same files or of the same name; see {@link MemoryOwner#ofProject}. */
  PROJECT,
  /** Everything; its owner is {@code global}. */
  GLOBAL;

  /** The name used in manifests, in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scope of a name, if it is one. */
  public static Optional<MemoryScope> find(String id) {
    return Arrays.stream(values()).filter(scope -> scope.id().equals(id)).findFirst();
  }
}
