package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How much a provider may be asked; null means no limit.
 *
 * @param requestsPerMinute calls begun in a minute
 * @param tokensPerMinute tokens read and written in a minute
 * @param maxConcurrent calls under way at once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProviderLimits(
    Integer requestsPerMinute, Integer tokensPerMinute, Integer maxConcurrent) {
  public static final ProviderLimits NONE = new ProviderLimits(null, null, null);
}
