package org.gamelan.memory;

/**
 * An entry and how much it may matter.
 *
 * @param entry what is remembered
 * @param score from 0; more is better
 */
public record RankedMemory(MemoryEntry entry, double score) {}
