package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AgentBuilder;
import org.junit.jupiter.api.Test;

class AgentCandidatesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void whoFitsAndWasGivenATaskLongestAgoComesFirst() {
    List<AgentCandidate> ordered =
        AgentCandidates.ordered(
            List.of(
                candidate("built-in", null, false),
                candidate("full", "has no room", true),
                candidate("lately", null, true),
                candidate("long-ago", null, true),
                candidate("never", null, true),
                candidate("unfit", "is disabled", false)),
            Map.of("lately", LONG_AGO.plusSeconds(60), "long-ago", LONG_AGO));
    assertThat(ordered)
        .extracting(AgentCandidate::name)
        .containsExactly("never", "long-ago", "lately", "full", "built-in", "unfit");
  }

  @Test
  void whatIsFreeIsToldUnlessThereIsNoLimit() {
    assertThat(candidate("limited", null, true).free()).isEqualTo(1);
    AgentCandidate endless =
        new AgentCandidate(
            WishTest.entry(
                AgentBuilder.named("endless").withPrompt("Answer.").build(), true, false),
            5,
            null,
            true);
    assertThat(endless.free()).isNull();
  }

  private static AgentCandidate candidate(String name, String refusal, boolean likely) {
    return new AgentCandidate(
        WishTest.entry(
            AgentBuilder.named(name).withPrompt("Answer.").withCapacity(2).build(), true, false),
        1,
        refusal,
        likely);
  }
}
