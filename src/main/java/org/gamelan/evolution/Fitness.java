package org.gamelan.evolution;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.gamelan.agent.AgentScore;
import org.gamelan.config.EvolutionConfig;

/**
 * Makes a fitness of a tally: mostly whether runs succeed, then what reviews say, then time and
 * cost against the other agents of the class. What nobody knows is left out, and the rest counts
 * more.
 */
final class Fitness {
  static final double NEUTRAL = 0.5;

  private static final double SUCCESS = 0.5;
  private static final double QUALITY = 0.3;
  private static final double SPEED = 0.1;
  private static final double COST = 0.1;

  private final EvolutionConfig config;
  private final Double usualSeconds;
  private final Double usualCost;

  /**
   * @param others the tallies of all agents of the class
   */
  Fitness(EvolutionConfig config, List<Tally> others) {
    this.config = config;
    this.usualSeconds = mean(others.stream().map(Tally::meanSeconds).toList());
    this.usualCost = mean(others.stream().map(Tally::meanCost).toList());
  }

  private static Double mean(List<Double> values) {
    double[] known =
        values.stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
    return known.length == 0 ? null : java.util.Arrays.stream(known).average().orElseThrow();
  }

  private record Weighed(String name, Double value, double weight, String detail) {}

  AgentScore of(Sample.Key key, Tally seen, Instant now) {
    Duration halfLife = config.halfLife();
    Tally tally = now.isAfter(seen.seenAt()) ? seen.at(now, halfLife) : seen;
    List<Weighed> all = parts(tally);
    double known =
        all.stream().filter(part -> part.value() != null).mapToDouble(Weighed::weight).sum();
    double fitness = 0;
    List<AgentScore.Part> parts = new ArrayList<>();
    for (Weighed part : all) {
      double weight = part.value() == null || known == 0 ? 0 : part.weight() / known;
      fitness += part.value() == null ? 0 : weight * part.value();
      parts.add(new AgentScore.Part(part.name(), part.value(), weight, part.detail()));
    }
    boolean neutral = tally.weight() < config.minSamples();
    return new AgentScore(
        key.agent(),
        key.taskClass(),
        neutral || known == 0 ? NEUTRAL : fitness,
        neutral,
        tally.weight(),
        tally.runs(),
        parts,
        seen.seenAt());
  }

  private List<Weighed> parts(Tally tally) {
    Double success = tally.weight() > 0 ? (tally.succeeded() + 1) / (tally.weight() + 2) : null;
    Double quality = tally.judged() > 0 ? tally.quality() / tally.judged() : null;
    Double seconds = tally.meanSeconds();
    Double cost = tally.meanCost();
    return List.of(
        new Weighed(
            "success",
            success,
            SUCCESS,
            text("%.1f of %.1f runs succeeded", tally.succeeded(), tally.weight())),
        new Weighed(
            "quality",
            quality,
            QUALITY,
            quality == null
                ? "nobody has reviewed its work"
                : text("%.1f reviews say %.2f on average", tally.judged(), quality)),
        new Weighed(
            "speed",
            against(usualSeconds, seconds),
            SPEED,
            seconds == null
                ? "no run has succeeded"
                : text("%.1f s a run, agents of this class %.1f s", seconds, usualSeconds)),
        new Weighed(
            "cost",
            against(usualCost, cost),
            COST,
            cost == null
                ? "no price is known"
                : text("%.6f a run, agents of this class %.6f", cost, usualCost)));
  }

  /** One half for what is usual, more for less. */
  private static Double against(Double usual, Double own) {
    if (usual == null || own == null) {
      return null;
    }
    return usual + own == 0 ? NEUTRAL : usual / (usual + own);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
