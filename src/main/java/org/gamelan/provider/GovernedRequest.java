package org.gamelan.provider;

import java.time.Duration;

/**
 * What is asked of a model, as far as limits, budgets and accounts have to know.
 *
 * @param <R> the request itself
 */
interface GovernedRequest<R extends GovernedRequest<R>> {
  /** What is done, in the words of OpenTelemetry's conventions for generative AI. */
  String operation();

  /** The longest the whole call may take. */
  Duration timeout();

  /** On whose behalf. */
  CallOrigin origin();

  /** What the call may take at most. */
  Estimate estimate();

  /** The same with another time. */
  R within(Duration time);

  /** The same with a longest answer, where there is a choice and none was made. */
  R withLongestAnswer(int tokens);
}
