package org.gamelan.memory;

import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;

/** The events about memory. They name whose it is, never what is remembered. */
final class MemoryEvents {
  static final String ADDED = "added";
  static final String CHANGED = "changed";
  static final String FORGOTTEN = "forgotten";

  private static final String TOPIC = "memory";
  private static final String TYPE = "memory.changed";

  private MemoryEvents() {}

  static NewEvent of(MemoryEntry entry, String change) {
    return new NewEvent(
        TOPIC,
        TYPE,
        entry.id(),
        null,
        Json.object()
            .put("scope", entry.owner().scope().id())
            .put("owner", entry.owner().name())
            .put("change", change));
  }

  static NewEvent ofAll(MemoryOwner owner, int count) {
    return new NewEvent(
        TOPIC,
        TYPE,
        null,
        null,
        Json.object()
            .put("scope", owner.scope().id())
            .put("owner", owner.name())
            .put("change", FORGOTTEN)
            .put("count", count));
  }
}
