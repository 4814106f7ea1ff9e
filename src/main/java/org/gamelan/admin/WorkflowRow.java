package org.gamelan.admin;

import org.gamelan.task.WorkflowFigures.Runs;
import org.gamelan.workflow.WorkflowBundle;

/**
 * A line of the list of workflows.
 *
 * @param name its name
 * @param version as its author counts
 * @param source where it comes from, for a person
 * @param stages how many it has
 * @param pipelines those through it, in one line; empty when there are none
 * @param runs what became of its tasks lately
 */
public record WorkflowRow(
    String name, int version, String source, int stages, String pipelines, Runs runs) {

  static WorkflowRow of(WorkflowBundle bundle, String source, String pipelines, Runs runs) {
    return new WorkflowRow(
        bundle.workflow().name(),
        bundle.workflow().version(),
        source,
        bundle.workflow().stageNames().size(),
        pipelines,
        runs);
  }

  /** The end of where it comes from. */
  public String place() {
    return Origins.brief(source);
  }

  /** The share that succeeded, such as {@code 97 %}; empty while nothing has ended. */
  public String success() {
    Long percent = runs.successPercent();
    return percent == null ? "" : percent + " %";
  }
}
