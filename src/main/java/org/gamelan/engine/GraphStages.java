package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.config.EngineConfig;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * Stages that part and join branches and leave sub-workflows. They only tell what became of them;
 * where the run goes is a matter of {@link Walk}.
 */
@ApplicationScoped
class GraphStages implements StageRunner {
  private final EngineConfig config;

  protected GraphStages() {
    this(null);
  }

  @Inject
  GraphStages(EngineConfig config) {
    this.config = config;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.FORK, StageKind.JOIN, StageKind.PIPELINE);
  }

  @Override
  public StageOutcome run(StageWork work) {
    return StageOutcome.succeeded(
        switch (work.stage().kind()) {
          case FORK -> Json.object();
          case JOIN -> join(work);
          default -> left(work);
        });
  }

  /**
   * What became of the branches.
   *
   * @throws GamelanException {@code exhausted} when too few have succeeded
   */
  private JsonNode join(StageWork work) {
    Branches branches = Branches.of(work.state(), work.run(), work.stage());
    int needed = JoinRule.of(work.stage()).needed(branches.all().size());
    if (branches.succeeded() < needed) {
      throw new GamelanException(
          FailureKind.EXHAUSTED,
          "The join '%s' waits for %d branches, but only %d of %d succeeded%s"
              .formatted(
                  work.stage().name(),
                  needed,
                  branches.succeeded(),
                  branches.all().size(),
                  branches.failures()));
    }
    ObjectNode told = Json.object();
    int room = config.maxOutputBytes() / 2;
    List<String> leftOut = new ArrayList<>();
    for (Branches.Told branch : branches.all()) {
      ObjectNode entry = told.putObject(branch.name()).put("status", branch.status().id());
      if (branch.stage() != null) {
        entry.put("stage", branch.stage());
      }
      if (branch.failure() != null) {
        entry.set("failure", branch.failure());
      }
      if (branch.output() != null) {
        int size = Json.write(branch.output()).getBytes(StandardCharsets.UTF_8).length;
        if (size > room) {
          leftOut.add(branch.name());
        } else {
          room -= size;
          entry.set("output", branch.output());
        }
      }
    }
    ObjectNode output = Json.object().set("branches", told);
    return leftOut.isEmpty() ? output : output.set("leftOut", Json.tree(leftOut));
  }

  /** A sub-workflow answers what the stage answered that ended it. */
  private static JsonNode left(StageWork work) {
    StageDefinition stage = work.stage();
    List<String> ends = new ArrayList<>();
    stage.settings().path("end").forEach(end -> ends.add(end.asText()));
    List<Finished> history = work.state().history();
    for (int i = history.size() - 1; i >= 0; i--) {
      Finished run = history.get(i);
      if (run.status() == StageStatus.SUCCEEDED
          && ends.contains(run.name())
          && Branch.isWithin(run.branch(), Branch.of(work.run()))) {
        return run.output();
      }
    }
    throw new GamelanException(
        FailureKind.INTERNAL, "The sub-workflow of '" + stage.name() + "' has not ended.");
  }
}
