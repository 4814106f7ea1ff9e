package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.memory.MemoryScope;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.MemoryDefinition;
import org.junit.jupiter.api.Test;

class MemoryScopesTest {
  private static final UUID TASK = UUID.randomUUID();
  private static final MemoryDefinition ALL =
      new MemoryDefinition(
          Map.of(
              "task", new MemoryDefinition.Scope("postgres", null),
              "agent", new MemoryDefinition.Scope("postgres", null),
              "project", new MemoryDefinition.Scope("postgres", null),
              "global", new MemoryDefinition.Scope("in-memory", null)),
          100,
          List.of("project", "agent", "task", "global"),
          false);

  private static List<String> owners(MemoryScopes scopes) {
    return scopes.inOrder().stream().map(place -> place.owner().name()).toList();
  }

  @Test
  void workSeesItsOwnTaskAgentAndProjectInTheOrderThatIsSaid() {
    MemoryScopes scopes =
        new MemoryScopes(ALL, TASK, Json.parse("[\"project:shop\"]"), null, "ann");
    assertThat(owners(scopes)).containsExactly("shop", "ann", TASK.toString(), "global");
    assertThat(scopes.place(MemoryScope.GLOBAL).map(MemoryPlace::backend))
        .contains(MemoryBackend.IN_MEMORY);
  }

  @Test
  void whatThereIsNotIsLeftOut() {
    assertThat(owners(new MemoryScopes(ALL, TASK, null, null, null)))
        .containsExactly(TASK.toString(), "global");
    MemoryScopes byDefault = new MemoryScopes(MemoryDefinition.DEFAULT, TASK, null, null, "ann");
    assertThat(byDefault.inOrder()).isEmpty();
    assertThat(byDefault.place(MemoryScope.AGENT)).isPresent();
    assertThat(byDefault.place(MemoryScope.GLOBAL)).isEmpty();
  }

  @Test
  void whoAsksForMemoryIsKnownBeforeAnythingRuns() {
    assertThat(MemoryUse.isAsked(Runs.aRun().blueprint("a", "b"))).isFalse();
    Edge edge = new Edge("a", "c", "#{memory.mode == 'fast'}", null, false, false, null);
    Blueprint asking = Runs.aRun().edge(edge).blueprint("a", "b");
    assertThat(MemoryUse.isAsked(asking)).isTrue();
    assertThat(MemoryUse.asks(Edge.plain("a", "b"))).isFalse();
  }

  @Test
  void aTaskKeepsWhatWasSaidThroughTheDatabase() {
    Blueprint plain = Runs.aRun().blueprint("a", "b");
    Blueprint blueprint = plain.withMemory(ALL.asked(true));
    assertThat(Json.as(Json.tree(blueprint), Blueprint.class)).isEqualTo(blueprint);
    assertThat(Json.tree(plain).has("memory")).isFalse();
    assertThat(Json.as(Json.tree(plain), Blueprint.class)).isEqualTo(plain).isNotEqualTo(blueprint);
  }
}
