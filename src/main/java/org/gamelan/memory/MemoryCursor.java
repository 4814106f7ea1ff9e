package org.gamelan.memory;

import java.time.Instant;
import java.util.UUID;

/**
 * Where a list goes on.
 *
 * @param updatedAt of the last entry seen, or null to begin
 * @param id of the last entry seen, or null to begin
 * @param skip how many were seen, where the best come first
 */
public record MemoryCursor(Instant updatedAt, UUID id, int skip) {
  /** The beginning. */
  public static final MemoryCursor START = new MemoryCursor(null, null, 0);
}
