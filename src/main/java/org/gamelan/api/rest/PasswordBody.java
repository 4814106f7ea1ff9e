package org.gamelan.api.rest;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A change of one's own password. */
@Schema(name = "PasswordInput")
public record PasswordBody(String current, String password) {

  @Override
  public String toString() {
    return "PasswordBody";
  }
}
