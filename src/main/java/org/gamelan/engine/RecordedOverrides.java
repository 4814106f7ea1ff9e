package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.json.Json;

/**
 * What people had put in the place of definitions while a task was done, by the runs for which it
 * counted. Agents and models are left out: in a replay they answer what is recorded.
 *
 * @param inputs what runs worked on instead of their own input
 * @param next the stages that came next because somebody wanted so
 */
public record RecordedOverrides(Map<UUID, JsonNode> inputs, Map<UUID, String> next) {
  /** Nobody overrode anything. */
  public static final RecordedOverrides NONE = new RecordedOverrides(Map.of(), Map.of());

  public RecordedOverrides {
    inputs = Map.copyOf(inputs);
    next = Map.copyOf(next);
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
