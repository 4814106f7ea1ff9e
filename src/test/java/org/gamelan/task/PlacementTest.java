package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.provider.RoutingNote;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Wish FIVE = Wish.any(5, List.of());

  @Test
  void whoWasGivenATaskLongestAgoIsNext() {
    Placement placement = placement(List.of(FIVE), agent("a", null), agent("b", null));
    placement.know(Map.of("a", NOW.minusSeconds(1), "b", NOW.minusSeconds(2)), Map.of(), NOW);
    assertThat(placement.take(FIVE)).contains("b");
    assertThat(placement.take(FIVE)).contains("a");
    assertThat(placement.take(FIVE)).contains("b");
    assertThat(placement.givenAt("b")).isAfter(placement.givenAt("a"));
  }

  @Test
  void whoNeverHadATaskComesBeforeAllOthers() {
    Placement placement = placement(List.of(FIVE), agent("a", null), agent("b", null));
    Map<String, Instant> given = new HashMap<>(Map.of("a", NOW.minusSeconds(9)));
    given.put("b", null);
    placement.know(given, Map.of(), NOW);
    assertThat(placement.take(FIVE)).contains("b");
  }

  @Test
  void nobodyIsGivenMoreThanItsCapacity() {
    Placement placement = placement(List.of(FIVE), agent("a", 2), agent("b", 1));
    placement.know(Map.of(), Map.of("a", 1), NOW);
    assertThat(placement.rooms(100)).containsEntry(FIVE, 2);
    assertThat(Stream.generate(() -> placement.take(FIVE)).limit(3))
        .satisfies(
            taken -> {
              assertThat(taken.subList(0, 2).stream().map(it -> it.orElseThrow()))
                  .containsExactlyInAnyOrder("a", "b");
              assertThat(taken.get(2)).isEmpty();
            });
    assertThat(placement.rooms(100)).isEmpty();
  }

  @Test
  void anAgentThatHasMoreThanItMayTakesNothing() {
    Placement placement = placement(List.of(FIVE), agent("a", 2));
    placement.know(Map.of(), Map.of("a", 5), NOW);
    assertThat(placement.rooms(100)).isEmpty();
    assertThat(placement.take(FIVE)).isEmpty();
  }

  @Test
  void placesAreSharedBetweenWishes() {
    Wish named = Wish.named("a");
    Placement placement = placement(List.of(FIVE, named), agent("a", 1), agent("b", null));
    placement.know(Map.of(), Map.of(), NOW);
    assertThat(placement.limited()).containsExactly("a");
    assertThat(placement.agents()).containsExactly("a", "b");
    assertThat(placement.take(named)).contains("a");
    assertThat(placement.take(named)).isEmpty();
    assertThat(placement.take(FIVE)).contains("b");
  }

  @Test
  void thoseWhoCouldHaveHadItAreTold() {
    Placement placement = placement(List.of(FIVE), agent("a", null), agent("b", null));
    placement.know(Map.of("a", NOW.minusSeconds(1), "b", NOW.minusSeconds(2)), Map.of(), NOW);
    placement.take(FIVE);
    assertThat(placement.ranking().orElseThrow().candidates())
        .containsExactly(
            new RoutingNote.Candidate("b", "it was its turn"),
            new RoutingNote.Candidate("a", "was given a task more recently"));
  }

  @Test
  void whereThereIsNoOtherNothingIsTold() {
    Placement placement = placement(List.of(FIVE), agent("a", null));
    placement.know(Map.of(), Map.of(), NOW);
    placement.take(FIVE);
    assertThat(placement.ranking()).isEmpty();
  }

  private static Placement placement(List<Wish> wishes, AgentDefinition... agents) {
    List<AgentEntry> entries =
        Stream.of(agents).map(agent -> WishTest.entry(agent, true, false)).toList();
    return new Placement(wishes, wish -> entries.stream().filter(wish::fits).toList());
  }

  private static AgentDefinition agent(String name, Integer capacity) {
    return AgentBuilder.named(name).withPrompt("Answer.").withCapacity(capacity).build();
  }
}
