package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishTest {
  @Test
  void whatTheDatabaseHoldsIsReadBack() {
    for (Wish wish :
        List.of(
            Wish.named("any:5"),
            Wish.any(7, List.of()),
            Wish.best(7, List.of()),
            Wish.best(8, List.of("sql")),
            Wish.any(10, List.of("sql", "a:b", "two words")))) {
      assertThat(Wish.parse(wish.text())).isEqualTo(wish);
    }
  }

  @Test
  void equalWishesHaveOneText() {
    assertThat(Wish.any(3, List.of("SQL", " java", "sql")).text()).isEqualTo("any:3:java,sql");
  }

  @ParameterizedTest
  @CsvSource({"2, false", "3, true", "6, true", "7, false"})
  void anAgentTakesTheComplexityOfItsRange(int complexity, boolean fits) {
    AgentEntry entry = entry(agent().withComplexity(3, 6).build(), true, false);
    assertThat(Wish.any(complexity, List.of()).fits(entry)).isEqualTo(fits);
  }

  @Test
  void anAgentNeedsAllSkills() {
    AgentEntry entry = entry(agent().withSkills("Java", "SQL").build(), true, false);
    assertThat(Wish.any(5, List.of("sql")).fits(entry)).isTrue();
    assertThat(Wish.any(5, List.of("sql", "cobol")).fits(entry)).isFalse();
  }

  @Test
  void aNamedAgentTakesAnyComplexity() {
    AgentEntry entry = entry(agent().withComplexity(9, 10).build(), true, false);
    assertThat(Wish.named("worker").fits(entry)).isTrue();
    assertThat(Wish.named("other").fits(entry)).isFalse();
  }

  @Test
  void whyAnAgentDoesNotFitIsTold() {
    AgentEntry entry = entry(agent().withComplexity(3, 6).withSkills("sql").build(), true, false);
    assertThat(Wish.any(4, List.of("sql")).misfit(entry)).isEmpty();
    assertThat(Wish.any(7, List.of()).misfit(entry))
        .hasValue("agent 'worker' takes tasks of complexity 3 to 6, and this one has 7");
    assertThat(Wish.any(4, List.of("sql", "cobol")).misfit(entry))
        .hasValue("agent 'worker' has not the skills that are asked for: cobol");
    assertThat(Wish.named("other").misfit(entry)).isEmpty();
    assertThat(Wish.named("other").misfit(entry(agent().build(), false, false)).orElseThrow())
        .contains("is disabled");
  }

  @Test
  void whoIsDisabledOrRetiringFitsNothing() {
    Wish wish = Wish.any(5, List.of());
    assertThat(wish.fits(entry(agent().build(), false, false))).isFalse();
    assertThat(wish.fits(entry(agent().build(), true, true))).isFalse();
  }

  private static AgentBuilder agent() {
    return AgentBuilder.named("worker").withPrompt("Answer.");
  }

  static AgentEntry entry(AgentDefinition agent, boolean enabled, boolean retiring) {
    return new AgentEntry(AgentEntry.idOf(agent.name()), agent, enabled, retiring, List.of());
  }
}
