package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Tokens of one or more calls, as the provider counted them; fewer than none are none, so that no
 * provider fills a budget again.
 *
 * @param input tokens read, those from the provider's cache included
 * @param output tokens written
 * @param cached how many of those read came from the provider's cache
 */
public record TokenUsage(
    long input, long output, @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cached) {
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  public TokenUsage {
    input = Math.max(0, input);
    output = Math.max(0, output);
    cached = Math.max(0, cached);
  }

  public TokenUsage(long input, long output) {
    this(input, output, 0);
  }

  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(input + other.input, output + other.output, cached + other.cached);
  }
}
