package org.gamelan.security;

import java.io.Serializable;
import java.util.UUID;

/**
 * What a page's session remembers of who signed in.
 *
 * @param user the user's id
 * @param passwordMark a digest of the stored password, so that a new one ends the session
 */
public record SessionMark(UUID user, String passwordMark) implements Serializable {
  @Override
  public String toString() {
    return "SessionMark of " + user;
  }
}
