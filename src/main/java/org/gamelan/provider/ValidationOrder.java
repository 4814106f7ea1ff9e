package org.gamelan.provider;

import java.time.Instant;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;

/**
 * A validation that was claimed and waits to be done.
 *
 * @param provider whose
 * @param claim when it was claimed: whoever begins moves the claim on, so that an order that comes
 *     twice is carried out once
 * @param call whether a model is to be called, too
 * @param key the API key with which that was asked for, or null
 */
public record ValidationOrder(UUID provider, Instant claim, boolean call, UUID key) {
  private static final int LEAST_WORDS = 3;

  /** As it travels: {@code PROVIDER CLAIM CALL}, and {@code KEY} where there is one. */
  public String text() {
    return provider + " " + claim + " " + call + (key == null ? "" : " " + key);
  }

  /**
   * Reads what {@link #text} wrote.
   *
   * @throws InvalidInputException when it is something else
   */
  public static ValidationOrder parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length < LEAST_WORDS || words.length > LEAST_WORDS + 1) {
      throw unreadable();
    }
    try {
      return new ValidationOrder(
          UUID.fromString(words[0]),
          Instant.parse(words[1]),
          Boolean.parseBoolean(words[2]),
          words.length == LEAST_WORDS ? null : UUID.fromString(words[LEAST_WORDS]));
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static InvalidInputException unreadable() {
    return new InvalidInputException("message", "is no order to validate a provider");
  }
}
