package org.gamelan.security;

import java.time.Instant;
import java.util.Optional;

/** Whose key it is, and how long at most. */
record VerifiedKey(Caller caller, Optional<Instant> expiresAt) {}
