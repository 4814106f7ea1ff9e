package org.gamelan.evolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gamelan.agent.AgentScore;
import org.gamelan.agent.AgentScores.Ranking;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private final Explorer explorer = new Explorer(0.1);

  @Test
  void theFittestIsFirstAndThoseThatAreNotKnownLast() {
    Ranking ranking =
        explorer.rank(
            List.of(unknown("new"), known("good", 0.9), known("best", 0.95)),
            "c",
            "it is the next");

    assertThat(ranking.order()).containsExactly("best", "good", "new");
    assertThat(ranking.reason()).contains("best fitness").contains("0.95");
    assertThat(ranking.candidates().get(2).reason()).isEqualTo("no samples, too few");
  }

  @Test
  void atMostEveryTenthChoiceGoesToOneThatIsNotKnown() {
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      winners.add(
          explorer
              .rank(List.of(known("bad", 0.01), unknown("new")), "c", "it is the next")
              .order()
              .get(0));
    }
    assertThat(winners).filteredOn("new"::equals).hasSize(10);
    assertThat(winners.indexOf("new")).isEqualTo(9);
    assertThat(
            explorer
                .rank(List.of(known("bad", 0.01), unknown("new")), "other", "it is the next")
                .order())
        .first()
        .isEqualTo("bad");
  }

  @Test
  void whereNobodyIsKnownTheGivenOrderCounts() {
    for (int i = 0; i < 20; i++) {
      Ranking ranking = explorer.rank(List.of(unknown("b"), unknown("a")), "c", "it is the next");
      assertThat(ranking.order()).containsExactly("b", "a");
      assertThat(ranking.reason()).startsWith("Too little is known of all");
    }
  }

  @Test
  void nothingIsTriedWhereExplorationIsOff() {
    Explorer never = new Explorer(0);
    for (int i = 0; i < 50; i++) {
      assertThat(
              never.rank(List.of(unknown("new"), known("bad", 0.1)), "c", "it is the next").order())
          .first()
          .isEqualTo("bad");
    }
  }

  private static Explorer.Candidate known(String name, double fitness) {
    return new Explorer.Candidate(
        name,
        Optional.of(new AgentScore(name, "c", fitness, false, 9, 9, List.of(), Instant.EPOCH)));
  }

  private static Explorer.Candidate unknown(String name) {
    return new Explorer.Candidate(name, Optional.empty());
  }
}
