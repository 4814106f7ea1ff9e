package org.gamelan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the workflow of the bench: eight agent stages in a row, one model call each. */
final class Manifests {
  private static final String SCHEMAS =
      """
      schemas:
        bench_output:
          type: object
          required: [summary, score]
          properties:
            summary: {type: string, maxLength: 2000}
            score: {type: integer, minimum: 0, maximum: 10}
          additionalProperties: false
      """;

  private static final String AGENTS =
      """
      agents:
        NAME:
          description: A stage of the benchmark
          role: worker
          model: NAME
          prompt: |
            You do one stage of the task "{{ task.title }}".
            Answer with a JSON object with a summary and a score.
          outputSchema: bench_output
      """;

  private Manifests() {}

  /** The name of the workflow, the agent and the model alias whose model waits so long. */
  static String name(int waitMillis) {
    return "bench-" + waitMillis;
  }

  static void write(Path folder, int waitMillis) {
    String name = name(waitMillis);
    StringBuilder stages = new StringBuilder("stages:\n");
    StringBuilder chain = new StringBuilder();
    for (int stage = 1; stage <= BaselineTask.STAGES; stage++) {
      stages.append("  s").append(stage).append(": {kind: agent, agent: ").append(name);
      stages.append(", outputSchema: bench_output, timeout: 1m}\n");
      chain.append(stage == 1 ? "s1" : " -> s" + stage);
    }
    String workflow =
        """
        workflow:
          name: NAME
          version: 1
          start: s1
          edges:
            - CHAIN
          end: [sLAST]
        """
            .replace("NAME", name)
            .replace("CHAIN", chain)
            .replace("LAST", Integer.toString(BaselineTask.STAGES));
    try {
      Path target = Files.createDirectories(folder.resolve(name));
      Files.writeString(target.resolve("schemas.yaml"), SCHEMAS);
      Files.writeString(target.resolve("agents.yaml"), AGENTS.replace("NAME", name));
      Files.writeString(target.resolve("stages.yaml"), stages);
      Files.writeString(target.resolve("workflow.yaml"), workflow);
    } catch (IOException e) {
      throw new BenchException("Cannot write manifests into " + folder, e);
    }
  }

  /** A fork of so many branches of one decision each. */
  static String fork(int branches) {
    return "bench-fork-" + branches;
  }

  /** So many decisions in a row. */
  static String row(int stages) {
    return "bench-row-" + stages;
  }

  static void writeFork(Path folder, int branches) {
    StringBuilder stages = new StringBuilder("stages:\n  spread: {kind: fork}\n");
    StringBuilder edges = new StringBuilder();
    for (int branch = 1; branch <= branches; branch++) {
      stages.append("  b%d: {kind: decision, value: \"#{'done'}\"}%n".formatted(branch));
      edges.append("    - spread -> b%d -> gather%n".formatted(branch));
    }
    stages.append("  gather: {kind: join, of: spread}\n");
    write(folder, fork(branches), stages, "spread", edges.toString(), "gather");
  }

  static void writeRow(Path folder, int length) {
    StringBuilder stages = new StringBuilder("stages:\n");
    StringBuilder edges = new StringBuilder();
    for (int stage = 1; stage <= length; stage++) {
      stages.append("  r%d: {kind: decision, value: \"#{'done'}\"}%n".formatted(stage));
      if (stage > 1) {
        edges.append("    - r%d -> r%d%n".formatted(stage - 1, stage));
      }
    }
    write(folder, row(length), stages, "r1", edges.toString(), "r" + length);
  }

  private static void write(
      Path folder, String name, StringBuilder stages, String start, String edges, String end) {
    String workflow =
        "workflow:\n  name: %s\n  version: 1\n  start: %s\n  edges:\n%s  end: [%s]\n"
            .formatted(name, start, edges, end);
    try {
      Path target = Files.createDirectories(folder.resolve(name));
      Files.writeString(target.resolve("workflow.yaml"), stages + workflow);
    } catch (IOException e) {
      throw new BenchException("Cannot write manifests into " + folder, e);
    }
  }
}
