package org.gamelan.memory;

import java.util.UUID;

/**
 * An entry whose vector is to be made.
 *
 * @param id the entry
 * @param version its version as it was read; a vector counts for this one alone
 * @param text what is to be put into the vector
 * @param refusals how often a model did not take this text
 */
record Unembedded(UUID id, int version, String text, int refusals) {
  /** A model refuses what is too long for it, so each refusal halves the text down to this. */
  private static final int LEAST = 250;

  static Unembedded of(MemoryEntry entry, int refusals) {
    StringBuilder text = new StringBuilder();
    if (entry.key() != null) {
      text.append(entry.key()).append(": ");
    }
    text.append(entry.text());
    entry.tags().forEach(tag -> text.append(' ').append(tag));
    int most = Math.max(LEAST, Embeddings.MOST_CHARACTERS >> Math.min(refusals, 10));
    return new Unembedded(
        entry.id(), entry.version(), Embeddings.cut(text.toString(), most), refusals);
  }
}
