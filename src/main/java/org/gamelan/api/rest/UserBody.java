package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.security.Role;

/** What an administrator sets of a person. What was read besides may come back and is ignored. */
@Schema(name = "UserInput")
@JsonIgnoreProperties({"id", "createdAt", "version"})
public record UserBody(String name, String password, String role, Boolean enabled) {

  Optional<Role> parsedRole() {
    return Roles.parse(role);
  }

  /** A name may come along, but only the one the person has. */
  void refuseOtherName(String present) {
    if (name != null && !name.equals(present)) {
      throw new InvalidInputException("name", "cannot be changed; make another user");
    }
  }

  @Override
  public String toString() {
    return "UserBody[" + name + ", " + role + "]";
  }
}
