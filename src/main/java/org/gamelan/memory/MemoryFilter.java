package org.gamelan.memory;

/**
 * Which entries are asked for; null for any.
 *
 * @param scope how far they reach
 * @param owner the owner's name
 * @param text words they contain, as people search the web: {@code "a phrase"}, {@code or}, {@code
 *     -without}
 * @param tag a tag they have
 */
public record MemoryFilter(MemoryScope scope, String owner, String text, String tag) {
  public MemoryFilter {
    owner = blankToNull(owner);
    text = blankToNull(text);
    tag = blankToNull(tag);
  }

  private static String blankToNull(String value) {
    return value == null || value.isBlank() ? null : value.strip();
  }
}
