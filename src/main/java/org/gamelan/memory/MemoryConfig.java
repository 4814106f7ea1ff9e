package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Limits of memory. */
@ApplicationScoped
public class MemoryConfig {
  /** The column of the database holds no more. */
  private static final int LARGEST_VALUE = 65_536;

  private int valueBytes;
  private int entriesPerOwner;
  private int entriesInMemory;
  private Optional<String> embeddingModel = Optional.empty();

  /** For the container's proxies. */
  protected MemoryConfig() {}

  /**
   * Reads {@code gamelan.memory.value-bytes} (16384; at most 65536), {@code
   * gamelan.memory.entries-per-owner} (1000), {@code gamelan.memory.in-memory-entries} (10000) and
   * {@code gamelan.embedding.model}, an alias; unset: none.
   *
   * @throws IllegalArgumentException naming the setting whose value cannot be used
   */
  @Inject
  public MemoryConfig(Config config) {
    this(
        within(config, "gamelan.memory.value-bytes", 16_384, LARGEST_VALUE),
        within(config, "gamelan.memory.entries-per-owner", 1_000, 100_000),
        within(config, "gamelan.memory.in-memory-entries", 10_000, 1_000_000),
        config
            .getOptionalValue("gamelan.embedding.model", String.class)
            .map(String::strip)
            .filter(alias -> !alias.isEmpty()));
  }

  MemoryConfig(
      int valueBytes, int entriesPerOwner, int entriesInMemory, Optional<String> embeddingModel) {
    this.valueBytes = valueBytes;
    this.entriesPerOwner = entriesPerOwner;
    this.entriesInMemory = entriesInMemory;
    this.embeddingModel = embeddingModel;
  }

  /** The largest value of an entry, as JSON in UTF-8. */
  public int valueBytes() {
    return valueBytes;
  }

  /** How many entries one owner has at most. */
  public int entriesPerOwner() {
    return entriesPerOwner;
  }

  /** How many entries a node keeps in memory, of all owners together. */
  int entriesInMemory() {
    return entriesInMemory;
  }

  /** The alias of the model that makes vectors of what is remembered, if there is to be one. */
  Optional<String> embeddingModel() {
    return embeddingModel;
  }

  private static int within(Config config, String name, int byDefault, int most) {
    int value = config.getOptionalValue(name, Integer.class).orElse(byDefault);
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s is %d, but has to be from 1 to %d".formatted(name, value, most));
    }
    return value;
  }
}
