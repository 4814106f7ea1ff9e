package org.gamelan.admin;

import org.gamelan.manifest.ManifestTexts;

/** Where definitions come from, for a person. */
final class Origins {
  private Origins() {}

  /** {@code built-in}, or the path of a folder. */
  static String told(String origin) {
    return ManifestTexts.isBuiltIn(origin) ? "built-in" : origin;
  }
}
