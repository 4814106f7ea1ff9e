package org.gamelan.memory;

/**
 * An entry and how much it may matter.
 *
 * @param entry what is remembered
 * @param score from 0; more is better
 * @param found whether something speaks for it besides that it is new
 */
public record RankedMemory(MemoryEntry entry, double score, boolean found) {
  /** One for which something speaks. */
  public RankedMemory(MemoryEntry entry, double score) {
    this(entry, score, true);
  }
}
