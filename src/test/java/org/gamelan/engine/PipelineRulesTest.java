package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    assertThat(winner(rules)).isEqualTo("high");
    assertThat(rules.choice("why").by()).isEqualTo(RoutingNote.By.RULE);
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

    assertThat(winner(rules)).isEqualTo("a");
    assertThat(rules.open()).extracting(PipelineDefinition::name).containsExactly("a", "b");
    assertThat(rules.reason()).contains("'a', 'b' hold with the same priority");
  }

  @Test
  void theDefaultIsTakenWhenNoRuleHoldsAndAllAreOpen() {
    PipelineRules rules =
        PipelineRules.ask(List.of(pipeline("a", "#{false}", 2), byDefault("z")), PLANNED);

    assertThat(winner(rules)).isEqualTo("z");
    assertThat(rules.open()).hasSize(2);
  }

  @Test
  void aBrokenRuleDoesNotHoldAndSaysWhy() {
    PipelineRules rules =
        PipelineRules.ask(List.of(pipeline("a", "#{task.complexity + 'x' > 1}", 2)), PLANNED);

    assertThat(winner(rules)).isNull();
    assertThat(rules.reason()).contains("an agent does it alone");
    assertThat(rules.candidates().get(0).reason()).contains("its rule failed");
  }

  @Test
  void anAgentIsAskedOnlyWhereRulesLeaveItOpen() {
    PipelineRules clear =
        PipelineRules.ask(List.of(pipeline("a", "#{true}", 2), byDefault("z")), PLANNED);
    PipelineRules tied =
        PipelineRules.ask(
            List.of(pipeline("a", "#{true}", 2), pipeline("b", "#{true}", 2)), PLANNED);

    assertThat(asking(clear).asked()).isNull();
    assertThat(asking(clear).chosen()).isEqualTo("a");
    assertThat(asking(clear).reason()).startsWith("Its rule holds, and no other");
    assertThat(asking(tied).asked()).isEqualTo("router");
    assertThat(asking(tied).open()).containsExactly("a", "b");
    assertThat(asking(tied).chosen()).isEqualTo("a");
    assertThat(asking(tied).reason())
        .isEqualTo("The rules of 'a', 'b' hold with the same priority.");
    PipelineTrial alone = tied.trial(Optional.empty(), agent -> Optional.empty());
    assertThat(alone.asked()).isNull();
    assertThat(alone.open()).isEmpty();
    assertThat(alone.reason()).endsWith("the first by name was taken.");
  }

  @Test
  void anAgentThatCannotBeAskedIsNotAndTheReasonSaysWhy() {
    PipelineRules open =
        PipelineRules.ask(List.of(pipeline("a", "#{false}", 2), byDefault("z")), PLANNED);

    PipelineTrial trial =
        open.trial(Optional.of("router"), agent -> Optional.of(agent + " is disabled"));

    assertThat(trial.asked()).isNull();
    assertThat(trial.chosen()).isEqualTo("z");
    assertThat(trial.reason()).endsWith("No agent was asked: router is disabled");
  }

  @Test
  void withoutADefaultTheFirstIsTakenWhenTheAgentGivesNoGoodAnswer() {
    PipelineRules open =
        PipelineRules.ask(
            List.of(pipeline("a", "#{false}", 2), pipeline("b", "#{false}", 2)), PLANNED);

    assertThat(asking(open).chosen()).isEqualTo("a");
    assertThat(open.trial(Optional.empty(), agent -> Optional.empty()).chosen()).isNull();
  }

  private static PipelineTrial asking(PipelineRules rules) {
    return rules.trial(Optional.of("router"), agent -> Optional.empty());
  }

  private static String winner(PipelineRules rules) {
    return rules.choice(rules.reason()).winner();
  }

  private static PipelineDefinition pipeline(String name, String select, int priority) {
    return new PipelineDefinition(name, name, null, List.of(), List.of(), select, priority, false);
  }

  private static PipelineDefinition byDefault(String name) {
    return new PipelineDefinition(name, name, null, List.of(), List.of(), null, 0, true);
  }
}
