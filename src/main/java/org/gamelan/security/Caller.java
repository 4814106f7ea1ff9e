package org.gamelan.security;

import java.util.Optional;
import java.util.UUID;

/**
 * Who asks.
 *
 * @param userId the person's id
 * @param name the person's name
 * @param role what this caller may do: the person's role, or less with a lesser key
 * @param keyId the API key that was used, if it was one
 */
public record Caller(UUID userId, String name, Role role, Optional<UUID> keyId) {

  /** Under what idempotency keys are kept apart: the API key, or the person. */
  public String owner() {
    return keyId.map(id -> "key:" + id).orElse("user:" + userId);
  }
}
