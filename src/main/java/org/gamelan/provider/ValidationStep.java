package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One step of a validation.
 *
 * @param name {@code resolve}, {@code connect}, {@code models} or {@code call}
 * @param ok whether it went well
 * @param latencyMs how long it took, in milliseconds
 * @param message what was found, or what went wrong and what to do about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValidationStep(String name, boolean ok, long latencyMs, String message) {
  static final String RESOLVE = "resolve";
  static final String CONNECT = "connect";
  static final String MODELS = "models";
  static final String CALL = "call";
}
