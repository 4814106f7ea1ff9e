package org.gamelan.memory;

/**
 * An owner's memory and where it is kept.
 *
 * @param owner whose
 * @param backend where
 */
public record MemoryPlace(MemoryOwner owner, MemoryBackend backend) {}
