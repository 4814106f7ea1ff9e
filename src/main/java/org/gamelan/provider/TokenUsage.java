package org.gamelan.provider;

/**
 * Tokens of one or more calls, as the provider counted them.
 *
 * @param input tokens read
 * @param output tokens written
 */
public record TokenUsage(long input, long output) {
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(input + other.input, output + other.output);
  }
}
