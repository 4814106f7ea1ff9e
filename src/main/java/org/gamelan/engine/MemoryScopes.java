package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;
import org.gamelan.workflow.MemoryDefinition;

/**
 * The memories that one piece of work may see: of its own task, its own agent, its own project, and
 * of all; never those of others.
 *
 * @param definition what its manifests say
 * @param task the task, or null outside of one
 * @param labels the task's labels, or null
 * @param source where the task's files are, or null
 * @param agent the agent's name or its instance's id, or null where none works alone
 */
public record MemoryScopes(
    MemoryDefinition definition, UUID task, JsonNode labels, JsonNode source, String agent) {

  static MemoryScopes of(RunState state, String agent) {
    RunState.Task task = state.task();
    return new MemoryScopes(
        state.blueprint().memory(), task.id(), task.labels(), task.source(), agent);
  }

  /** Those that go into contexts, in order. */
  List<MemoryPlace> inOrder() {
    return definition.order().stream()
        .map(name -> MemoryScope.find(name).orElseThrow())
        .flatMap(scope -> place(scope).stream())
        .toList();
  }

  /** The memory of a scope, if there is one and it may be used. */
  public Optional<MemoryPlace> place(MemoryScope scope) {
    return definition
        .scope(scope.id())
        .flatMap(
            used ->
                owner(scope)
                    .map(
                        owner ->
                            new MemoryPlace(
                                owner, MemoryBackend.find(used.backend()).orElseThrow())));
  }

  private Optional<MemoryOwner> owner(MemoryScope scope) {
    return switch (scope) {
      case TASK -> Optional.ofNullable(task).map(MemoryOwner::ofTask);
      case AGENT -> Optional.ofNullable(agent).map(MemoryOwner::ofAgent);
      case PROJECT -> MemoryOwner.ofProject(labels, source);
      case GLOBAL -> Optional.of(MemoryOwner.GLOBAL);
    };
  }
}
