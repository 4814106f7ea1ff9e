package org.gamelan.memory;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/** Where entries are kept. */
public enum MemoryBackend {
  /** In the database: lasting, and the same on every node. */
  POSTGRES("postgres"),
  /** On this node alone, until it stops; the oldest entries make room for new ones. */
  IN_MEMORY("in-memory");

  private final String id;

  MemoryBackend(String id) {
    this.id = id;
  }

  /** The name used in manifests and in the API. */
  @JsonValue
  public String id() {
    return id;
  }

  /** The backend of a name, if it is one. */
  public static Optional<MemoryBackend> find(String id) {
    return Arrays.stream(values()).filter(backend -> backend.id.equals(id)).findFirst();
  }
}
