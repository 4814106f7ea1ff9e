package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.gamelan.json.JsonDifference;
import org.gamelan.workflow.StageKind;

/**
 * A stage run done again in a replay.
 *
 * @param id the recorded run
 * @param name the stage
 * @param kind what the stage does
 * @param round its round
 * @param attempt its attempt
 * @param branch its branch, or null on the main line
 * @param status how it ended then
 * @param replayed how it was gone about: {@code evaluated}, {@code taken-over} where there was
 *     nothing to evaluate (cancelled, or copied by a fork), or {@code not-reached}
 * @param same whether it ended like then and the run went the same way
 * @param differences in its input, prompt, output, failure, repairs and way
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReplayedStage(
    UUID id,
    String name,
    StageKind kind,
    int round,
    int attempt,
    String branch,
    StageStatus status,
    String replayed,
    boolean same,
    List<JsonDifference> differences) {
  static final String EVALUATED = "evaluated";
  static final String TAKEN_OVER = "taken-over";
  static final String NOT_REACHED = "not-reached";

  static ReplayedStage of(RecordedRun run, String replayed, List<JsonDifference> differences) {
    return new ReplayedStage(
        run.id(),
        run.name(),
        run.kind(),
        run.round(),
        run.attempt(),
        Branch.orNull(run.branch()),
        run.status(),
        replayed,
        differences.isEmpty(),
        differences);
  }
}
