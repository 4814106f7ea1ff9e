package org.gamelan.admin;

import org.gamelan.manifest.ManifestTexts;

/** Where definitions come from, for a person. */
final class Origins {
  private Origins() {}

  /** {@code built-in}, or the path of a folder. */
  static String told(String origin) {
    return ManifestTexts.isBuiltIn(origin) ? "built-in" : origin;
  }

  /** The end of a path that was told, where a table has no room for all of it. */
  static String brief(String told) {
    int last = told.lastIndexOf('/');
    return last < 0 ? told : "…" + told.substring(last);
  }
}
