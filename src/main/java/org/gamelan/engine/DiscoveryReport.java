package org.gamelan.engine;

import java.util.List;
import org.gamelan.manifest.Problem;

/**
 * What reading the manifests found.
 *
 * @param paths the configured folders
 * @param agents how many agents are in force
 * @param durationMs how long reading took, in milliseconds
 * @param problems everything that is wrong, by file and line
 */
public record DiscoveryReport(
    List<String> paths, int agents, long durationMs, List<Problem> problems) {

  static final DiscoveryReport EMPTY = new DiscoveryReport(List.of(), 0, 0, List.of());

  public DiscoveryReport {
    paths = List.copyOf(paths);
    problems = List.copyOf(problems);
  }
}
