package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A change of one's own password. */
@Schema(name = "PasswordInput")
public record PasswordBody(
    @Schema(description = "The present password.", required = true) String current,
    @Schema(description = "The new one, at least 8 characters.", required = true) String password) {

  @Override
  public String toString() {
    return "PasswordBody";
  }
}
