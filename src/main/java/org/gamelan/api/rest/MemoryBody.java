package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.memory.MemoryOwners;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryDraft;
import org.gamelan.memory.MemoryEntry;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;

/**
 * What a client wants to be remembered. What it has read besides may come back and is ignored.
 *
 * @param scope how far it reaches
 * @param owner whose it is within the scope
 * @param backend where it is kept; left out for the database
 * @param key under which it is found, or null
 * @param value a text or any other JSON document
 * @param tags words to find it by
 * @param expiresAt when it is forgotten by itself, or null
 */
@Schema(name = "MemoryInput")
@JsonIgnoreProperties({"id", "source", "createdAt", "updatedAt", "version"})
public record MemoryBody(
    String scope,
    String owner,
    String backend,
    String key,
    JsonNode value,
    List<String> tags,
    Instant expiresAt) {

  MemoryDraft draft() {
    return new MemoryDraft(key, value, tags, expiresAt);
  }

  /** Where a new entry goes. */
  MemoryPlace place(MemoryOwners owners) {
    return new MemoryPlace(owners.require(scope(scope), owner), backend(backend));
  }

  static MemoryScope scope(String text) {
    return MemoryScope.find(text)
        .orElseThrow(
            () ->
                new InvalidInputException("scope", "must be one of task, agent, project, global"));
  }

  static MemoryBackend backend(String text) {
    return text == null || text.isBlank()
        ? MemoryBackend.POSTGRES
        : MemoryBackend.find(text)
            .orElseThrow(
                () -> new InvalidInputException("backend", "must be postgres or in-memory"));
  }

  /** An entry stays whose it is. */
  void refuseMove(MemoryEntry entry) {
    List<FieldError> errors = new ArrayList<>();
    moved(errors, "scope", scope, entry.owner().scope().id());
    moved(errors, "owner", owner, entry.owner().name());
    moved(errors, "backend", backend, entry.place().backend().id());
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
  }

  private static void moved(List<FieldError> errors, String field, String given, String stored) {
    if (given != null && !given.equals(stored)) {
      errors.add(
          new FieldError(field, "is '" + stored + "' and cannot be changed; make another entry"));
    }
  }
}
