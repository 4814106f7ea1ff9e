package org.gamelan.tool.project;

/** Text from a source made fit to be shown and stored: its authors are not to be trusted. */
final class Shown {
  private static final int LONGEST = 400;

  private Shown() {}

  /** One line: control characters and halves of surrogate pairs are replaced, the rest is cut. */
  static String text(String raw) {
    String cut = raw.length() <= LONGEST ? raw : raw.substring(0, LONGEST) + "…";
    StringBuilder clean = new StringBuilder(cut.length());
    cut.codePoints()
        .map(
            point ->
                Character.isISOControl(point) || (point >= 0xD800 && point <= 0xDFFF)
                    ? 0xFFFD
                    : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
