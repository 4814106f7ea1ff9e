package org.gamelan.tool.project;

import java.util.List;

/**
 * What a build file says of its project.
 *
 * @param ecosystem {@code maven}, {@code npm}, {@code python} or {@code gradle}
 * @param name the project's name, or null
 * @param version its version, or null
 * @param description its description, or null
 * @param dependencies what it depends on directly, as declared
 * @param problem why it could not be read, or null
 */
record BuildManifest(
    String ecosystem,
    String name,
    String version,
    String description,
    List<Dependency> dependencies,
    String problem) {

  /**
   * @param name as the ecosystem writes it
   * @param version as declared, or null where something else decides it
   * @param scope as the ecosystem calls it
   */
  record Dependency(String name, String version, String scope) {}

  static BuildManifest unreadable(String ecosystem, String problem) {
    return new BuildManifest(ecosystem, null, null, null, List.of(), problem);
  }
}
