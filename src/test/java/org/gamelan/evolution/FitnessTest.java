package org.gamelan.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AgentScore;
import org.gamelan.config.EvolutionConfig;
import org.junit.jupiter.api.Test;

class FitnessTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final EvolutionConfig CONFIG = new EvolutionConfig(DAY, 5, 0.1);
  private static final Sample.Key KEY = new Sample.Key("a", "c");

  @Test
  void aRunCountsHalfAfterEachHalfLife() {
    Tally tally = Tally.empty(NOW).with(run(NOW, true), DAY).with(run(NOW.plus(DAY), false), DAY);

    assertThat(tally.weight()).isEqualTo(1.5, within(1e-9));
    assertThat(tally.succeeded()).isEqualTo(0.5, within(1e-9));
    assertThat(tally.at(NOW.plus(DAY.multipliedBy(3)), DAY).weight())
        .isEqualTo(0.375, within(1e-9));
    assertThat(tally.runs()).isEqualTo(2);
  }

  @Test
  void theOrderInWhichSamplesComeDoesNotMatter() {
    Sample early = run(NOW, true);
    Sample late = run(NOW.plus(DAY), false);

    Tally inOrder = Tally.empty(NOW).with(early, DAY).with(late, DAY);
    Tally turned = Tally.empty(late.at()).with(late, DAY).with(early, DAY);

    assertThat(turned.weight()).isEqualTo(inOrder.weight(), within(1e-9));
    assertThat(turned.succeeded()).isEqualTo(inOrder.succeeded(), within(1e-9));
    assertThat(turned.seenAt()).isEqualTo(inOrder.seenAt());
  }

  @Test
  void belowTheFloorAScoreIsNeutralAndOnceMoreWhenRunsGrowOld() {
    Tally four = runs(4, true);
    Tally five = four.with(run(NOW, true), DAY);

    assertThat(score(four, NOW).neutral()).isTrue();
    assertThat(score(four, NOW).fitness()).isEqualTo(0.5);
    assertThat(score(five, NOW).neutral()).isFalse();
    assertThat(score(five, NOW).fitness()).isGreaterThan(0.7);
    assertThat(score(five, NOW.plus(DAY)).neutral()).isTrue();
  }

  @Test
  void successCountsMostAndPartsMakeUpTheWhole() {
    Tally good = runs(20, true);
    Tally bad = runs(20, false);
    AgentScore score = score(good, NOW);

    assertThat(score.fitness()).isGreaterThan(score(bad, NOW).fitness() + 0.5);
    assertThat(score.parts().stream().mapToDouble(AgentScore.Part::weight).sum())
        .isEqualTo(1, within(1e-9));
    assertThat(
            score.parts().stream()
                .filter(part -> part.value() != null)
                .mapToDouble(part -> part.value() * part.weight())
                .sum())
        .isEqualTo(score.fitness(), within(1e-9));
    assertThat(score.parts())
        .filteredOn(part -> part.name().equals("quality"))
        .allMatch(part -> part.value() == null && part.weight() == 0);
  }

  @Test
  void reviewsAndSpeedTellApartWhoSucceedsAlike() {
    Sample praise = new Sample("a", "c", NOW, null, null, null, 1.0);
    Sample blame = new Sample("a", "c", NOW, null, null, null, 0.0);
    Tally praised = runs(10, true).with(praise, DAY);
    Tally blamed = runs(10, true).with(blame, DAY);

    assertThat(score(praised, NOW).fitness()).isGreaterThan(score(blamed, NOW).fitness());
    assertThat(praised.runs()).isEqualTo(10);

    Tally slow = Tally.empty(NOW);
    for (int i = 0; i < 10; i++) {
      slow = slow.with(new Sample("b", "c", NOW, true, 90.0, null, null), DAY);
    }
    Fitness fitness = new Fitness(CONFIG, List.of(runs(10, true), slow));
    assertThat(fitness.of(KEY, runs(10, true), NOW).fitness())
        .isGreaterThan(fitness.of(KEY, slow, NOW).fitness());
  }

  @Test
  void samplesFoldIntoTheTallyOfTheirAgentAndClass() {
    Sample other = new Sample("b", "c", NOW, true, 1.0, 0.5, null);

    Map<Sample.Key, Tally> after =
        ScoreRows.fold(Map.of(KEY, runs(2, true)), List.of(run(NOW, false), other), DAY);

    assertThat(after.get(KEY).runs()).isEqualTo(3);
    assertThat(after.get(other.key()).meanCost()).isEqualTo(0.5);
  }

  @Test
  void verdictsAreReadByTheirScaleAndElseByApproval() {
    assertThat(Verdicts.quality("true", null)).isEqualTo(1);
    assertThat(Verdicts.quality("false", null)).isZero();
    assertThat(Verdicts.quality("false", "0.8")).isEqualTo(0.8);
    assertThat(Verdicts.quality("true", "7")).isEqualTo(0.7);
    assertThat(Verdicts.quality("true", "85")).isEqualTo(0.85);
    assertThat(Verdicts.quality("true", "great")).isEqualTo(1);
  }

  private static AgentScore score(Tally tally, Instant now) {
    return new Fitness(CONFIG, List.of(tally)).of(KEY, tally, now);
  }

  private static Tally runs(int count, boolean succeeded) {
    Tally tally = Tally.empty(NOW);
    for (int i = 0; i < count; i++) {
      tally = tally.with(run(NOW, succeeded), DAY);
    }
    return tally;
  }

  private static Sample run(Instant at, boolean succeeded) {
    return new Sample("a", "c", at, succeeded, succeeded ? 1.0 : null, null, null);
  }
}
