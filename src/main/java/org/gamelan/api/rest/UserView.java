package org.gamelan.api.rest;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.security.Role;
import org.gamelan.security.User;

/** A person as they are shown: never with a password. */
@Schema(name = "User")
public record UserView(
    UUID id, String name, Role role, boolean enabled, Instant createdAt, int version) {

  static UserView of(User user) {
    return new UserView(
        user.id(), user.name(), user.role(), user.enabled(), user.createdAt(), user.version());
  }
}
