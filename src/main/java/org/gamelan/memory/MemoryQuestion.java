package org.gamelan.memory;

import java.time.Duration;
import org.gamelan.provider.CallOrigin;

/**
 * What memory is asked.
 *
 * @param text in somebody's own words
 * @param origin on whose behalf an embedding model is called; null to call none and go by words
 *     alone
 * @param patience the longest that call may take
 */
public record MemoryQuestion(String text, CallOrigin origin, Duration patience) {
  /** How long anybody waits for a vector; words alone do almost as well. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  public MemoryQuestion {
    patience = patience.compareTo(PATIENCE) > 0 ? PATIENCE : patience;
  }

  /** One that is answered by words alone. */
  public static MemoryQuestion ofWords(String text) {
    return new MemoryQuestion(text, null, PATIENCE);
  }
}
