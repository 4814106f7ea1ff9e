package org.gamelan.admin;

import java.util.Optional;
import java.util.UUID;

/** Reads ids from addresses, where anything may stand. */
final class RunIds {
  private static final int LENGTH = 36;

  private RunIds() {}

  static Optional<UUID> parse(String text) {
    if (text == null || text.length() != LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
