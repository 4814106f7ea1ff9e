package org.gamelan.config;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How scores of agents are made of what they did.
 *
 * @param halfLife after how long a run counts half ({@code gamelan.evolution.half-life}, ISO-8601,
 *     P14D)
 * @param minSamples how many runs, old ones counted less, it takes before they say anything ({@code
 *     gamelan.evolution.min-samples}, 5)
 * @param exploration the part of choices that may go to agents with fewer ({@code
 *     gamelan.evolution.exploration}, 0.1)
 */
public record EvolutionConfig(Duration halfLife, double minSamples, double exploration) {
  /** Where nothing is set. */
  public static final EvolutionConfig DEFAULT = new EvolutionConfig(Duration.ofDays(14), 5, 0.1);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting whose value cannot be used
   */
  public static EvolutionConfig from(Config config) {
    Duration halfLife =
        config
            .getOptionalValue("gamelan.evolution.half-life", Duration.class)
            .orElse(DEFAULT.halfLife());
    if (halfLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new IllegalArgumentException(
          "gamelan.evolution.half-life is " + halfLife + ", but has to be at least PT1M");
    }
    double samples =
        config
            .getOptionalValue("gamelan.evolution.min-samples", Double.class)
            .orElse(DEFAULT.minSamples());
    if (!(samples >= 0)) {
      throw new IllegalArgumentException(
          "gamelan.evolution.min-samples is " + samples + ", but has to be at least 0");
    }
    double exploration =
        config
            .getOptionalValue("gamelan.evolution.exploration", Double.class)
            .orElse(DEFAULT.exploration());
    if (!(exploration >= 0 && exploration <= 1)) {
      throw new IllegalArgumentException(
          "gamelan.evolution.exploration is " + exploration + ", but has to be from 0 to 1");
    }
    return new EvolutionConfig(halfLife, samples, exploration);
  }
}
