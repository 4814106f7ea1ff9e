package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One step of a validation.
 *
 * @param name {@code resolve}, {@code connect}, {@code models} or {@code call}
 * @param ok whether it went well; of a skipped one, whether the provider works for all that is
 *     known
 * @param latencyMs how long it took, in milliseconds
 * @param message what was found, or what went wrong and what to do about it
 * @param skipped true when it was not taken, as a budget is spent; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ValidationStep(
    String name, boolean ok, long latencyMs, String message, Boolean skipped) {
  static final String RESOLVE = "resolve";
  static final String CONNECT = "connect";
  static final String MODELS = "models";
  static final String CALL = "call";

  /** One that was taken. */
  ValidationStep(String name, boolean ok, long latencyMs, String message) {
    this(name, ok, latencyMs, message, null);
  }
}
