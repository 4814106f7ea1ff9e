package org.gamelan.memory;

import java.util.List;

/**
 * What memory answers.
 *
 * @param entries of each owner the best first
 * @param retrieval how they were found; null where words are the only way there is
 */
public record Relevant(List<RankedMemory> entries, String retrieval) {
  /** Nothing, as nothing was asked. */
  public static final Relevant NOTHING = new Relevant(List.of(), null);

  public Relevant {
    entries = List.copyOf(entries);
  }
}
