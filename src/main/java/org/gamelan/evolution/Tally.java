package org.gamelan.evolution;

import java.time.Duration;
import java.time.Instant;

/**
 * Sums of what an agent did in a class of tasks. Each run counts 1 when it ends and half after each
 * half-life; the sums are as of the moment the latest was seen.
 *
 * @param seenAt that moment
 * @param weight of all runs
 * @param succeeded of those that succeeded
 * @param timed of those whose time is known
 * @param seconds their times
 * @param priced of those whose cost is known
 * @param cost their costs
 * @param judged of reviews
 * @param quality what they say
 * @param runs how many runs there were, whatever their age
 */
record Tally(
    Instant seenAt,
    double weight,
    double succeeded,
    double timed,
    double seconds,
    double priced,
    double cost,
    double judged,
    double quality,
    long runs) {

  static Tally empty(Instant at) {
    return new Tally(at, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /** With one more sample; one that comes late counts as much as it would have had. */
  Tally with(Sample sample, Duration halfLife) {
    Tally now = sample.at().isAfter(seenAt) ? at(sample.at(), halfLife) : this;
    double one = kept(Duration.between(sample.at(), now.seenAt), halfLife);
    boolean run = sample.succeeded() != null;
    return new Tally(
        now.seenAt,
        now.weight + (run ? one : 0),
        now.succeeded + (run && sample.succeeded() ? one : 0),
        now.timed + (sample.seconds() == null ? 0 : one),
        now.seconds + (sample.seconds() == null ? 0 : one * sample.seconds()),
        now.priced + (sample.cost() == null ? 0 : one),
        now.cost + (sample.cost() == null ? 0 : one * sample.cost()),
        now.judged + (sample.quality() == null ? 0 : one),
        now.quality + (sample.quality() == null ? 0 : one * sample.quality()),
        now.runs + (run ? 1 : 0));
  }

  /** As it is at a later moment. */
  Tally at(Instant moment, Duration halfLife) {
    double kept = kept(Duration.between(seenAt, moment), halfLife);
    return new Tally(
        moment,
        kept * weight,
        kept * succeeded,
        kept * timed,
        kept * seconds,
        kept * priced,
        kept * cost,
        kept * judged,
        kept * quality,
        runs);
  }

  private static double kept(Duration age, Duration halfLife) {
    return Math.pow(0.5, Math.max(0, age.toMillis()) / (double) halfLife.toMillis());
  }

  /** The mean time of a run in seconds, or null where none is known. */
  Double meanSeconds() {
    return timed > 0 ? seconds / timed : null;
  }

  /** The mean cost of a run, or null where no price is known. */
  Double meanCost() {
    return priced > 0 ? cost / priced : null;
  }
}
