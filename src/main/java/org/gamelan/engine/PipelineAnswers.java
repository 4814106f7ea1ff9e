package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gamelan.config.RouterConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.Ids;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.RoutingNote;

/**
 * Has a task go on through the pipeline that an agent chose. An answer that does not fit, is not
 * sure enough or never came leads to what the rules say.
 */
@ApplicationScoped
class PipelineAnswers {
  private final Definitions definitions;
  private final RouterConfig config;
  private final CallLedger ledger;
  private final Clock clock;

  protected PipelineAnswers() {
    this(null, null, null, null);
  }

  @Inject
  PipelineAnswers(Definitions definitions, RouterConfig config, CallLedger ledger, Clock clock) {
    this.definitions = definitions;
    this.config = config;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * What follows a run, once the question for the pipeline has come to its end.
   *
   * @param step what would follow in the workflow it belongs to
   */
  Step after(Claimed claimed, StageOutcome outcome, Step step) {
    Blueprint blueprint = claimed.state().blueprint();
    boolean over = step.task() == TaskStatus.SUCCEEDED || step.task() == TaskStatus.FAILED;
    if (!over || !PipelineQuestion.isAsked(blueprint)) {
      return step;
    }
    definitions.await();
    RouteChoice choice = choose(blueprint, outcome);
    try {
      return goOn(claimed, choice);
    } catch (GamelanException e) {
      // Manifests may have changed while the agent thought.
      return goOnOtherwise(claimed, choice, e);
    }
  }

  private Step goOnOtherwise(Claimed claimed, RouteChoice choice, GamelanException fault) {
    Blueprint blueprint = claimed.state().blueprint();
    String why = "'%s' cannot be used: %s".formatted(choice.winner(), fault.getMessage());
    try {
      return goOn(claimed, otherwise(blueprint, why, choice.candidates()));
    } catch (GamelanException e) {
      return Step.fail(Failures.signature(claimed, null, e));
    }
  }

  private Step goOn(Claimed claimed, RouteChoice choice) {
    Plan plan = definitions.planOfPipeline(choice.winner());
    ledger.add(choice.note(clock.instant(), claimed.run().task(), claimed.run().id()));
    return Step.pin(first(plan.blueprint()), plan);
  }

  private RouteChoice choose(Blueprint blueprint, StageOutcome outcome) {
    List<RoutingNote.Candidate> candidates = new ArrayList<>();
    JsonNode answer = outcome.status() == StageStatus.SUCCEEDED ? outcome.output() : null;
    String chosen = answer == null ? null : answer.path("pipeline").asText();
    double confidence = answer == null ? 0 : answer.path("confidence").asDouble();
    for (String name : PipelineQuestion.candidates(blueprint)) {
      boolean named = name.equals(chosen);
      candidates.add(
          new RoutingNote.Candidate(
              name, named ? confidence : null, named ? "named by the agent" : "not named"));
    }
    if (answer == null) {
      String why = outcome.failure() == null ? "gave no answer" : outcome.failure().message();
      return otherwise(
          blueprint,
          "'%s' chose none: %s".formatted(blueprint.stage(PipelineQuestion.STAGE).agent(), why),
          candidates);
    }
    if (confidence < config.minConfidence()) {
      return otherwise(
          blueprint,
          String.format(
              Locale.ROOT,
              "'%s' named '%s', but is only %.2f sure of it: %s",
              outcome.agent(),
              chosen,
              confidence,
              answer.path("reason").asText()),
          candidates);
    }
    return new RouteChoice(
        chosen, RoutingNote.By.AGENT, answer.path("reason").asText(), candidates);
  }

  private static RouteChoice otherwise(
      Blueprint blueprint, String why, List<RoutingNote.Candidate> candidates) {
    String name = PipelineQuestion.otherwise(blueprint);
    return new RouteChoice(
        name,
        RoutingNote.By.RULE,
        "%s. So '%s' was taken, as without it.".formatted(why.replaceFirst("\\.$", ""), name),
        candidates);
  }

  private static Step.Next first(Blueprint blueprint) {
    return new Step.Next(
        Ids.next(),
        blueprint.start(),
        blueprint.stage(blueprint.start()).kind(),
        1,
        1,
        null,
        null,
        Duration.ZERO);
  }
}
