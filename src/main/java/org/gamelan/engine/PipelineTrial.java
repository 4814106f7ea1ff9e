package org.gamelan.engine;

import java.util.List;
import org.gamelan.workflow.PipelineDefinition;

/**
 * Which pipeline a task would go through that names none, and why.
 *
 * @param chosen the pipeline it would go through, where an agent is asked the one that is taken
 *     when it gives no good answer; null when an agent does the task alone
 * @param asked the agent that would be asked to choose, or null when nobody would
 * @param reason why, in a sentence or two
 * @param open the names of the pipelines that agent would choose from; none when nobody is asked
 * @param verdicts what became of each pipeline, in the order in which they are asked; the first
 *     hundred
 */
public record PipelineTrial(
    String chosen, String asked, String reason, List<String> open, List<Verdict> verdicts) {
  public PipelineTrial {
    open = List.copyOf(open);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * What became of one pipeline.
   *
   * @param pipeline the pipeline
   * @param said what its rule came to, such as "its rule holds"
   */
  public record Verdict(PipelineDefinition pipeline, String said) {}
}
