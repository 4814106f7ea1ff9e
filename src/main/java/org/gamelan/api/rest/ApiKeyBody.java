package org.gamelan.api.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A key somebody wants. */
@Schema(name = "ApiKeyInput")
public record ApiKeyBody(
    @Schema(description = "What it is for.", example = "build server", required = true) String name,
    @Schema(
            description = "At most what its owner and the caller may do; the lesser by default.",
            example = "operator")
        String role,
    @Schema(
            description = "Name or id of its owner; only administrators may name somebody else.",
            example = "ann")
        String user,
    @Schema(description = "When it ends; never by default.", example = "2030-01-01T00:00:00Z")
        Instant expiresAt) {}
