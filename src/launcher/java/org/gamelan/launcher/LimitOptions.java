package org.gamelan.launcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How much a provider or a model may be asked. */
final class LimitOptions {

  @Option(names = "--requests-per-minute", paramLabel = "N")
  private Integer requests;

  @Option(names = "--tokens-per-minute", paramLabel = "N")
  private Integer tokens;

  @Option(names = "--max-concurrent", paramLabel = "N", description = "calls at the same time")
  private Integer concurrent;

  LimitOptions() {}

  /** Puts what was given into a body. */
  void put(ObjectNode body) {
    ObjectNode limits = Api.JSON.createObjectNode();
    put(limits, "requestsPerMinute", requests);
    put(limits, "tokensPerMinute", tokens);
    put(limits, "maxConcurrent", concurrent);
    if (!limits.isEmpty()) {
      body.set("limits", limits);
    }
  }

  private static void put(ObjectNode limits, String name, Integer value) {
    if (value != null) {
      limits.put(name, value);
    }
  }
}
