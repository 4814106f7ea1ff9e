package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.gamelan.provider.RoutingNote;
import org.gamelan.workflow.PipelineDefinition;
import org.junit.jupiter.api.Test;

class PipelineRulesTest {
  private static final Map<String, Object> PLANNED =
      Map.of("task", Map.of("labels", List.of("plan"), "complexity", 7));

  @Test
  void theHighestPriorityOfThoseThatHoldWins() {
    PipelineRules rules =
        PipelineRules.ask(
            List.of(
                pipeline("low", "#{has(task.labels, 'plan')}", 1),
                pipeline("high", "#{task.complexity > 5}", 9),
                pipeline("other", "#{has(task.labels, 'else')}", 20),
                byDefault("usual")),
            PLANNED);

    assertThat(rules.choice().winner()).isEqualTo("high");
    assertThat(rules.choice().by()).isEqualTo(RoutingNote.By.RULE);
    assertThat(rules.open()).isEmpty();
    assertThat(rules.candidates())
        .contains(
            new RoutingNote.Candidate("other", "its rule does not hold, priority 20"),
            new RoutingNote.Candidate("low", "its rule holds, priority 1"),
            new RoutingNote.Candidate("usual", "has no rule, the default"));
  }

  @Test
  void thoseOfTheSamePriorityAreLeftOpenAndTheFirstByNameIsTaken() {
    PipelineRules rules =
        PipelineRules.ask(
            List.of(pipeline("b", "#{true}", 2), pipeline("a", "#{true}", 2), byDefault("z")),
            PLANNED);

    assertThat(rules.choice().winner()).isEqualTo("a");
    assertThat(rules.open()).extracting(PipelineDefinition::name).containsExactly("a", "b");
    assertThat(rules.reason()).contains("'a', 'b' hold with the same priority");
  }

  @Test
  void theDefaultIsTakenWhenNoRuleHoldsAndAllAreOpen() {
    PipelineRules rules =
        PipelineRules.ask(List.of(pipeline("a", "#{false}", 2), byDefault("z")), PLANNED);

    assertThat(rules.choice().winner()).isEqualTo("z");
    assertThat(rules.open()).hasSize(2);
  }

  @Test
  void aBrokenRuleDoesNotHoldAndSaysWhy() {
    PipelineRules rules =
        PipelineRules.ask(List.of(pipeline("a", "#{task.complexity + 'x' > 1}", 2)), PLANNED);

    assertThat(rules.choice().winner()).isNull();
    assertThat(rules.choice().reason()).contains("an agent does it alone");
    assertThat(rules.candidates().get(0).reason()).contains("its rule failed");
  }

  private static PipelineDefinition pipeline(String name, String select, int priority) {
    return new PipelineDefinition(name, name, null, List.of(), List.of(), select, priority, false);
  }

  private static PipelineDefinition byDefault(String name) {
    return new PipelineDefinition(name, name, null, List.of(), List.of(), null, 0, true);
  }
}
