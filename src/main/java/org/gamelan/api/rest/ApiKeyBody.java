package org.gamelan.api.rest;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A key somebody wants. */
@Schema(name = "ApiKeyInput")
public record ApiKeyBody(String name, String role, String user, Instant expiresAt) {}
