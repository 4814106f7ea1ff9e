package org.gamelan.api.rest;

import java.util.Optional;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.security.Role;

/** Roles as clients write them. */
final class Roles {
  private Roles() {}

  /**
   * @throws InvalidInputException when there is no such role
   */
  static Optional<Role> parse(String role) {
    if (role == null) {
      return Optional.empty();
    }
    return Optional.of(
        Role.find(role)
            .orElseThrow(
                () -> new InvalidInputException("role", "must be viewer, operator or admin")));
  }
}
