package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a model is to answer; null leaves a value to the provider.
 *
 * @param temperature from 0 to 2
 * @param maxOutputTokens the longest answer in tokens
 * @param topP nucleus sampling, from 0 to 1
 * @param seed for providers that can repeat themselves
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelParameters(
    Double temperature, Integer maxOutputTokens, Double topP, Integer seed) {
  public static final ModelParameters NONE = new ModelParameters(null, null, null, null);
}
