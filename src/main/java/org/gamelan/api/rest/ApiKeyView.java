package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.security.ApiKey;
import org.gamelan.security.Role;

/** An API key as it is shown. */
@Schema(name = "ApiKey")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ApiKeyView(
    UUID id,
    String name,
    String prefix,
    String user,
    Role role,
    String status,
    Instant createdAt,
    Instant expiresAt,
    Instant revokedAt,
    Instant lastUsedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) String key) {

  static ApiKeyView of(ApiKey key, Instant now, String text) {
    return new ApiKeyView(
        key.id(),
        key.name(),
        key.prefix(),
        key.user().name(),
        key.role(),
        key.statusAt(now),
        key.createdAt(),
        key.expiresAt().orElse(null),
        key.revokedAt().orElse(null),
        key.lastUsedAt().orElse(null),
        text);
  }

  @Override
  public String toString() {
    return "ApiKeyView[" + prefix + "…]";
  }
}
