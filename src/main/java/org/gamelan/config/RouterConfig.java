package org.gamelan.config;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * How the router chooses pipelines.
 *
 * @param agent the agent that chooses where rules leave it open ({@code gamelan.router.agent});
 *     empty where the default is taken then
 * @param minConfidence how sure it has to be, from 0 to 1 ({@code gamelan.router.min-confidence},
 *     0.5)
 */
public record RouterConfig(Optional<String> agent, double minConfidence) {
  /** No agent chooses. */
  public static final RouterConfig RULES_ONLY = new RouterConfig(Optional.empty(), 0.5);

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting whose value cannot be used
   */
  public static RouterConfig from(Config config) {
    double confidence =
        config.getOptionalValue("gamelan.router.min-confidence", Double.class).orElse(0.5);
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "gamelan.router.min-confidence is " + confidence + ", but has to be from 0 to 1");
    }
    return new RouterConfig(
        config
            .getOptionalValue("gamelan.router.agent", String.class)
            .map(String::strip)
            .filter(name -> !name.isEmpty()),
        confidence);
  }
}
