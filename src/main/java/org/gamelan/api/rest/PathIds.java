package org.gamelan.api.rest;

import java.util.UUID;
import org.gamelan.failure.NotFoundException;

/** Ids in paths. */
final class PathIds {
  private PathIds() {}

  /**
   * Reads an id; what is none names nothing.
   *
   * @throws NotFoundException when it is no UUID
   */
  static UUID parse(String what, String text) {
    // UUID.fromString also takes shortened groups, which are no ids of ours.
    if (text.length() != 36) {
      throw new NotFoundException(what, text);
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(what, text);
    }
  }
}
