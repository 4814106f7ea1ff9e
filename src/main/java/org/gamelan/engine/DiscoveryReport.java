package org.gamelan.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gamelan.manifest.Problem;

/**
 * What looking for agents and manifests found.
 *
 * @param at when
 * @param paths the folders that were looked into
 * @param agents how many agents are in force
 * @param bySource how many of them were found in which way
 * @param files how many files of agents there are
 * @param durationMs how long it took, in milliseconds
 * @param problems everything that is wrong, by file and line
 */
public record DiscoveryReport(
    Instant at,
    List<String> paths,
    int agents,
    Map<String, Integer> bySource,
    int files,
    long durationMs,
    List<Problem> problems) {

  static final DiscoveryReport EMPTY =
      new DiscoveryReport(Instant.EPOCH, List.of(), 0, Map.of(), 0, 0, List.of());

  public DiscoveryReport {
    paths = List.copyOf(paths);
    bySource = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(bySource));
    problems = List.copyOf(problems);
  }
}
