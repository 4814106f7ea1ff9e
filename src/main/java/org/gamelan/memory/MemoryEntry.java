package org.gamelan.memory;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Something that is remembered.
 *
 * @param id its id
 * @param place whose it is and where it is kept
 * @param key under which it is found, at most once for each owner; null for a mere note
 * @param value a text or any other JSON document
 * @param tags words to find it by
 * @param source who wrote it last
 * @param createdAt when it was written first
 * @param updatedAt when it was written last
 * @param expiresAt when it is forgotten by itself, or null
 * @param version from 0, raised with each change
 */
public record MemoryEntry(
    UUID id,
    MemoryPlace place,
    String key,
    JsonNode value,
    List<String> tags,
    MemorySource source,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    int version) {

  public MemoryEntry {
    tags = List.copyOf(tags);
  }

  public MemoryOwner owner() {
    return place.owner();
  }

  /** The value as it is shown to models and people: a text as it is, all else as JSON. */
  public String text() {
    return value.isTextual() ? value.textValue() : value.toString();
  }

  boolean hasExpired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
