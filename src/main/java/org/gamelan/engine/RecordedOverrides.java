package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.json.Json;

/**
 * What people had put in the place of definitions while a task was done, by the runs for which it
 * counted. Other agents and models answer what is recorded, as those of the definitions do.
 *
 * @param inputs what runs worked on instead of their own input
 * @param next the stages that came next because somebody wanted so
 * @param workers who worked in the place of others, or asked another model
 */
public record RecordedOverrides(
    Map<UUID, JsonNode> inputs, Map<UUID, String> next, Map<UUID, List<Worker>> workers) {
  /** Nobody overrode anything. */
  public static final RecordedOverrides NONE = new RecordedOverrides(Map.of(), Map.of(), Map.of());

  public RecordedOverrides {
    inputs = Map.copyOf(inputs);
    next = Map.copyOf(next);
    workers = Map.copyOf(workers);
  }

  /**
   * Who worked in a run in the place of whom.
   *
   * @param own the agent of the definitions
   * @param other who worked, as that agent is defined today; null for the same
   * @param model the model that was asked instead, or null for the agent's own
   */
  public record Worker(String own, AgentDefinition other, String model) {
    String name() {
      return other == null ? own : other.name();
    }
  }

  /** A stage's work as it was arranged then: who worked, with which model, on what. */
  StageWork apply(StageWork work) {
    StageWork changed = work;
    for (Worker worker : workers.getOrDefault(work.run().id(), List.of())) {
      changed = with(worker, changed);
    }
    return withInput(changed);
  }

  private static StageWork with(Worker worker, StageWork work) {
    RunState state = work.state();
    AgentDefinition before = state.blueprint().agents().get(worker.own());
    if (before == null || !worksIn(worker.own(), work)) {
      return work; // by the definitions of today it does not work there
    }
    AgentDefinition now = worker.other() == null ? before : worker.other().answeringLike(before);
    now = worker.model() == null ? now : now.asking(worker.model());
    return work.doneBy(worker.own(), now, Map.of());
  }

  private static boolean worksIn(String agent, StageWork work) {
    return work.stage().isOfTeam()
        ? work.stage().agents().contains(agent)
        : agent.equals(work.agent() == null ? work.stage().agent() : work.agent());
  }

  /** Who worked in the run of one agent instead of it, if somebody did. */
  Optional<AgentDefinition> insteadOf(UUID run, String own) {
    return workers.getOrDefault(run, List.of()).stream()
        .filter(worker -> worker.own().equals(own) && worker.other() != null)
        .map(Worker::other)
        .findFirst();
  }

  /** A stage's work on what it was given then. */
  StageWork withInput(StageWork work) {
    JsonNode instead = inputs.get(work.run().id());
    return instead == null ? work : work.workingOn(instead);
  }

  /** The task as it goes on where a run was sent then, if that stage is still there. */
  RunState withNext(RunState state, RecordedRun run) {
    return sentTo(run)
        .filter(state.blueprint().stages()::containsKey)
        .map(
            stage ->
                new TaskOverride(
                    run.id(), TaskOverride.Kind.NEXT, run.name(), Json.tree(stage), false))
        .map(override -> state.overriddenBy(List.of(override)))
        .orElse(state);
  }

  /** A jump tells of itself; that somebody chose an edge does not show in the way. */
  private Optional<String> sentTo(RecordedRun run) {
    String wanted = next.get(run.id());
    if (wanted != null || run.way() == null) {
      return Optional.ofNullable(wanted);
    }
    return run.way().next().stream()
        .filter(taken -> taken.edge() == Way.JUMP)
        .map(Way.Taken::stage)
        .findFirst();
  }
}
