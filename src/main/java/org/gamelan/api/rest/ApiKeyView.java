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
    @Schema(example = "build server") String name,
    @Schema(description = "The key's first characters.", example = "gmk_Ab12") String prefix,
    @Schema(description = "Whose key it is.", example = "ann") String user,
    @Schema(description = "What it may do at most.", example = "operator") Role role,
    @Schema(description = "`active`, `expired` or `revoked`.", example = "active") String status,
    Instant createdAt,
    @Schema(nullable = true) Instant expiresAt,
    @Schema(nullable = true) Instant revokedAt,
    @Schema(description = "To the minute.", nullable = true) Instant lastUsedAt,
    @Schema(description = "The key itself: only in the answer to its creation.", nullable = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String key) {

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
