package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageDefinition;

/**
 * What became of the branches of a fork, derived from the runs of its task.
 *
 * @param all in the order the fork took them
 */
record Branches(List<Told> all) {
  private static final int TOLD = 3;

  /**
   * One branch.
   *
   * @param name its first stage
   * @param status succeeded, failed, or cancelled when it was not waited for
   * @param stage the stage that ended it, or null when none did
   * @param output what that answered, or null
   * @param failure why it failed, or null
   */
  record Told(String name, StageStatus status, String stage, JsonNode output, JsonNode failure) {}

  /**
   * The branches that a run of a join brings together.
   *
   * @param state the task as the run sees it
   */
  static Branches of(RunState state, StageRun run, StageDefinition join) {
    String place = Branch.of(run);
    List<Finished> history = state.history();
    int fork = latest(history, join.settings().path("of").asText(), place);
    Map<String, Finished> ends = new HashMap<>();
    for (Finished finished : history.subList(fork, history.size())) {
      if (finished.way() != null && finished.way().ends() != null) {
        ends.put(finished.way().ends(), finished);
      }
    }
    List<Told> all = new ArrayList<>();
    for (Way.Taken taken : history.get(fork).way().next()) {
      String name = taken.branch().substring(taken.branch().lastIndexOf('/') + 1);
      boolean direct = taken.stage().equals(join.name());
      all.add(told(name, ends.get(taken.branch()), direct));
    }
    return new Branches(all);
  }

  private static int latest(List<Finished> history, String fork, String place) {
    for (int i = history.size() - 1; i >= 0; i--) {
      Finished run = history.get(i);
      boolean parted = run.way() != null && run.status() == StageStatus.SUCCEEDED;
      if (parted && run.name().equals(fork) && run.branch().equals(place)) {
        return i;
      }
    }
    throw new GamelanException(
        FailureKind.INTERNAL, "The fork '" + fork + "' has not run before its join.");
  }

  private static Told told(String name, Finished end, boolean direct) {
    if (end == null) {
      StageStatus status = direct ? StageStatus.SUCCEEDED : StageStatus.CANCELLED;
      return new Told(name, status, null, null, null);
    }
    String stage = Branch.local(end.name());
    if (end.way().failed()) {
      return new Told(name, StageStatus.FAILED, stage, null, failure(end));
    }
    return new Told(name, StageStatus.SUCCEEDED, stage, end.output(), null);
  }

  private static JsonNode failure(Finished end) {
    ObjectNode failure = Json.object();
    if (end.failure() != null) {
      failure.set("kind", end.failure().path("kind"));
      failure.set("message", end.failure().path("message"));
    } else {
      failure.put("message", String.join(", ", end.way().reasons()));
    }
    return failure;
  }

  long succeeded() {
    return all.stream().filter(branch -> branch.status() == StageStatus.SUCCEEDED).count();
  }

  /** The first few failures, for a message. */
  String failures() {
    StringBuilder text = new StringBuilder();
    all.stream()
        .filter(branch -> branch.failure() != null)
        .limit(TOLD)
        .forEach(
            branch ->
                text.append("; ")
                    .append(branch.name())
                    .append(": ")
                    .append(branch.failure().path("message").asText()));
    return text.toString();
  }
}
