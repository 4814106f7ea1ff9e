package org.gamelan.config;

import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of the engine.
 *
 * @param node this node's lasting id ({@code gamelan.node.id}); a new one for each start when unset
 * @param nodeName a word for people ({@code gamelan.node.name}, default the host's name)
 * @param maxInFlight stages a node works on at once ({@code gamelan.engine.max-in-flight}, 1000)
 * @param maxActiveTasks unfinished tasks beyond which new ones are refused ({@code
 *     gamelan.engine.max-active-tasks}, 100000)
 * @param leaseExpiry after how long without a heartbeat a node counts as dead ({@code
 *     gamelan.engine.lease-expiry}, ISO-8601, PT10S)
 * @param maxOutputBytes the largest output of a stage ({@code gamelan.engine.max-output-bytes}, 1
 *     MiB)
 * @param contextTokens tokens of earlier outputs that an agent stage is shown where no manifest
 *     says otherwise ({@code gamelan.engine.context-tokens}, 6000)
 * @param eventRetention how long events without a task are kept ({@code gamelan.events.retention},
 *     ISO-8601, P30D)
 */
public record EngineConfig(
    UUID node,
    String nodeName,
    int maxInFlight,
    int maxActiveTasks,
    Duration leaseExpiry,
    int maxOutputBytes,
    int contextTokens,
    Duration eventRetention) {

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming the setting whose value cannot be used
   */
  public static EngineConfig from(Config config) {
    return new EngineConfig(
        config
            .getOptionalValue("gamelan.node.id", String.class)
            .map(UUID::fromString)
            .orElseGet(UUID::randomUUID),
        config
            .getOptionalValue("gamelan.node.name", String.class)
            .orElseGet(EngineConfig::hostName),
        atLeast(config, "gamelan.engine.max-in-flight", 1_000, 1),
        atLeast(config, "gamelan.engine.max-active-tasks", 100_000, 1),
        config
            .getOptionalValue("gamelan.engine.lease-expiry", Duration.class)
            .orElse(Duration.ofSeconds(10)),
        atLeast(config, "gamelan.engine.max-output-bytes", 1 << 20, 1_024),
        atLeast(config, "gamelan.engine.context-tokens", 6_000, 100),
        config
            .getOptionalValue("gamelan.events.retention", Duration.class)
            .orElse(Duration.ofDays(30)));
  }

  private static int atLeast(Config config, String name, int byDefault, int least) {
    int value = config.getOptionalValue(name, Integer.class).orElse(byDefault);
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, but has to be at least %d", name, value, least));
    }
    return value;
  }

  private static String hostName() {
    String name = System.getenv("HOSTNAME");
    return name == null || name.isBlank() ? "node" : name;
  }
}
