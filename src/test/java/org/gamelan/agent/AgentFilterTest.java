package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentFilterTest {
  private static final AgentEntry REVIEWER =
      new AgentEntry(
          AgentEntry.idOf("reviewer"),
          AgentBuilder.named("reviewer")
              .withDescription("Checks results")
              .withSkills("Java")
              .withCapacity(2)
              .build(),
          true,
          false,
          List.of());

  @Test
  void emptyFilterTakesAll() {
    assertThat(matches(Set.of(), Set.of(), "", 0)).isTrue();
  }

  @Test
  void stateDependsOnWhatItHasInHand() {
    assertThat(matches(Set.of("busy"), Set.of(), "", 1)).isFalse();
    assertThat(matches(Set.of("busy"), Set.of(), "", 2)).isTrue();
  }

  @Test
  void sourceAndTextHaveToFitBoth() {
    assertThat(matches(Set.of(), Set.of("annotation"), " RESULTS ", 0)).isTrue();
    assertThat(matches(Set.of(), Set.of("annotation"), "java", 0)).isTrue();
    assertThat(matches(Set.of(), Set.of("admin"), "java", 0)).isFalse();
    assertThat(matches(Set.of(), Set.of(), "python", 0)).isFalse();
  }

  private static boolean matches(
      Set<String> statuses, Set<String> sources, String text, int unfinished) {
    return new AgentFilter(statuses, sources, text).matches(REVIEWER, unfinished);
  }
}
