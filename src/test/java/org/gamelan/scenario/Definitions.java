package org.gamelan.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the workflows that scenarios use. */
final class Definitions {
  /** The only answer that fits the agents' schema. */
  static final String ANSWER = "{\"summary\":\"done\"}";

  private static final String AGENT =
      """
      schemas:
        NAME_output:
          type: object
          required: [summary]
          properties: {summary: {type: string}}
          additionalProperties: false
      agents:
        NAME:
          description: Works in a scenario
          role: worker
          prompt: Answer with a JSON object with a summary.
          outputSchema: NAME_output
      """;

  private Definitions() {}

  /**
   * A workflow of agent stages {@code s1}, {@code s2} … in a row.
   *
   * @param folder where manifests are looked for
   * @param policy further keys of each stage, such as {@code timeout: 1m}
   */
  static void row(Path folder, String name, int stages, String policy) {
    StringBuilder text = new StringBuilder(AGENT.replace("NAME", name)).append("stages:\n");
    StringBuilder chain = new StringBuilder();
    for (int stage = 1; stage <= stages; stage++) {
      text.append("  s%d: {kind: agent, agent: %s, %s}%n".formatted(stage, name, policy));
      chain.append(stage == 1 ? "s1" : " -> s" + stage);
    }
    text.append("workflow: {name: ").append(name).append(", version: 1, start: s1, edges: [");
    text.append(stages == 1 ? "" : chain).append("], end: [s").append(stages).append("]}\n");
    write(folder.resolve(name).resolve("workflow.yaml"), text.toString());
  }

  static void makeFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    makeFolder(file.getParent());
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
