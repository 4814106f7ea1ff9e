package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Jumps;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.workflow.StageDefinition;

/** Whether a standing override makes sense by what is defined now. */
@ApplicationScoped
class StandingChecks {
  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MAX_STAGE = 200;

  private static final int MAX_INPUT_CHARS = 16_384;

  private final OverrideChecks checks;
  private final Definitions definitions;
  private final Clock clock;

  protected StandingChecks() {
    this(null, null, null);
  }

  @Inject
  StandingChecks(OverrideChecks checks, Definitions definitions, Clock clock) {
    this.checks = checks;
    this.definitions = definitions;
    this.clock = clock;
  }

  /**
   * Until when it counts.
   *
   * @throws InvalidInputException naming every field that does not fit
   */
  Instant check(StandingDraft draft) {
    List<FieldError> errors = new ArrayList<>();
    OverrideChecks.reason(draft.reason(), errors);
    Optional<Kind> kind = Optional.ofNullable(draft.kind()).flatMap(Kind::find);
    if (kind.isEmpty()) {
      errors.add(new FieldError("kind", "has to be agent, model, next or input"));
    }
    boolean given = draft.value() != null && !draft.value().isBlank();
    if (!given) {
      errors.add(new FieldError("value", "is missing; say what is put in the place of others"));
    }
    match(draft, errors);
    if (given && kind.isPresent()) {
      value(kind.get(), draft, errors);
    }
    Instant now = clock.instant();
    Instant expires = draft.expiresAt() == null ? now.plus(USUAL) : draft.expiresAt();
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      errors.add(
          new FieldError("expiresAt", "has to lie ahead, by a year at most; left out: 30 days"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return expires;
  }

  private void value(Kind kind, StandingDraft draft, List<FieldError> errors) {
    switch (kind) {
      case AGENT ->
          checks
              .agentFault(draft.value(), draft.pipeline())
              .ifPresent(fault -> errors.add(new FieldError("value", fault)));
      case MODEL ->
          checks
              .modelFault(draft.value())
              .ifPresent(fault -> errors.add(new FieldError("value", fault)));
      case NEXT, INPUT -> ofStage(kind, draft, errors);
    }
  }

  /** Ways and inputs are about one stage of one graph, in which they have to make sense. */
  private void ofStage(Kind kind, StandingDraft draft, List<FieldError> errors) {
    if (draft.agent() != null) {
      errors.add(new FieldError("agent", "has no meaning for " + kind.id() + "; leave it out"));
    }
    if (draft.workflow() == null && draft.pipeline() == null) {
      errors.add(new FieldError("workflow", "is missing; name the workflow or pipeline it is for"));
    }
    if (draft.stage() == null) {
      errors.add(new FieldError("stage", "is missing; name the stage it is for"));
    }
    if (!errors.isEmpty()) {
      return;
    }
    Blueprint blueprint = definitions.blueprint(draft.workflow(), draft.pipeline());
    StageDefinition stage = blueprint.stages().get(draft.stage());
    if (stage == null) {
      errors.add(
          new FieldError(
              "stage",
              "is none of that workflow; it has " + Suggestions.list(blueprint.stages().keySet())));
    } else if (kind == Kind.INPUT) {
      input(stage, draft.value(), blueprint, errors);
    } else {
      next(stage.name(), draft.value(), blueprint, errors);
    }
  }

  private static void input(
      StageDefinition stage, String value, Blueprint blueprint, List<FieldError> errors) {
    if (value.length() > MAX_INPUT_CHARS) {
      errors.add(
          new FieldError(
              "value",
              "has more than "
                  + MAX_INPUT_CHARS
                  + " characters, which every node would keep in memory; give it to tasks one by"
                  + " one"));
      return;
    }
    try {
      OverrideChecks.input(stage, Json.parse(value), blueprint, errors);
    } catch (MalformedJsonException e) {
      errors.add(new FieldError("value", "has to be a JSON object: " + e.getMessage()));
    }
  }

  private static void next(
      String stage, String next, Blueprint blueprint, List<FieldError> errors) {
    Jumps jumps = new Jumps(blueprint);
    jumps
        .fault(stage, next)
        .or(
            () ->
                jumps.isBack(stage, next)
                    ? Optional.of("it leads back, which nobody decides for all tasks to come")
                    : Optional.empty())
        .ifPresent(why -> errors.add(new FieldError("value", "cannot be next: " + why)));
  }

  private void match(StandingDraft draft, List<FieldError> errors) {
    boolean none =
        Stream.of(draft.workflow(), draft.pipeline(), draft.stage(), draft.agent())
            .allMatch(name -> name == null || name.isBlank());
    if (none) {
      errors.add(
          new FieldError(
              "agent", "say where it counts: name a workflow, pipeline, stage or agent"));
    }
    known("workflow", draft.workflow(), definitions.catalogue().workflows().keySet(), errors);
    known("pipeline", draft.pipeline(), definitions.catalogue().pipelines().keySet(), errors);
    if (draft.agent() != null) {
      known("agent", draft.agent(), checks.agentNames(), errors);
      if (draft.agent().equals(draft.value()) && Kind.AGENT.id().equals(draft.kind())) {
        errors.add(new FieldError("value", "is the agent that works there anyway"));
      }
    }
    if (draft.stage() != null
        && (draft.stage().isBlank()
            || draft.stage().length() > MAX_STAGE
            || draft.stage().indexOf('\0') >= 0)) {
      errors.add(new FieldError("stage", "has to be the name of a stage"));
    }
  }

  private static void known(String field, String name, Set<String> names, List<FieldError> errors) {
    if (name != null && !names.contains(name)) {
      errors.add(
          new FieldError(
              field,
              "there is no " + field + " '" + name + "'; known: " + Suggestions.list(names)));
    }
  }
}
