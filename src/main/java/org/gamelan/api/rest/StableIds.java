package org.gamelan.api.rest;

import java.util.UUID;
import org.gamelan.platform.Ids;

/**
 * Ids of what has no row of its own, only a global name, such as agents and pipelines from
 * manifests: a UUID made of the name, the same on every node and after every start.
 */
final class StableIds {
  private StableIds() {}

  /**
   * @param kind the sort of thing, in the singular
   * @param name its global name
   */
  static UUID of(String kind, String name) {
    return Ids.named(kind, name);
  }

  /** Whether a text that a client wrote means the thing of this name. */
  static boolean means(String text, String kind, String name) {
    return text.equals(name) || text.equalsIgnoreCase(of(kind, name).toString());
  }
}
