package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryScope;
import org.gamelan.memory.MemorySource;

/** Something that is remembered, as it is shown. */
@Schema(name = "MemoryEntry")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record MemoryView(
    UUID id,
    MemoryScope scope,
    String owner,
    MemoryBackend backend,
    String key,
    JsonNode value,
    List<String> tags,
    MemorySource source,
    Instant createdAt,
    Instant updatedAt,
    Instant expiresAt,
    int version) {

  static MemoryView of(MemoryEntry entry) {
    return new MemoryView(
        entry.id(),
        entry.owner().scope(),
        entry.owner().name(),
        entry.place().backend(),
        entry.key(),
        entry.value(),
        entry.tags(),
        entry.source(),
        entry.createdAt(),
        entry.updatedAt(),
        entry.expiresAt(),
        entry.version());
  }
}
