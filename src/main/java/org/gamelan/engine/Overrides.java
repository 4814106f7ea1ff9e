package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.Models;
import org.gamelan.provider.RoutingNote;
import org.gamelan.workflow.StageKind;

/**
 * Puts what people decided in the place of what definitions say, when a stage begins: first what
 * counts for its task, else what stands for all. What cannot be done any more is passed over, and
 * the trace says so.
 */
@ApplicationScoped
class Overrides {
  private final AgentRegistry agents;
  private final Models models;
  private final Definitions definitions;
  private final StandingOverrides standing;
  private final CallLedger ledger;
  private final Clock clock;

  protected Overrides() {
    this(null, null, null, null, null, null);
  }

  @Inject
  Overrides(
      AgentRegistry agents,
      Models models,
      Definitions definitions,
      StandingOverrides standing,
      CallLedger ledger,
      Clock clock) {
    this.agents = agents;
    this.models = models;
    this.definitions = definitions;
    this.standing = standing;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What a stage has to work with once the overrides count. */
  StageWork apply(StageWork work) {
    boolean none = work.state().overrides().isEmpty() && standing.inForce().isEmpty();
    if (none || PipelineQuestion.isAsked(work.state().blueprint())) {
      return work;
    }
    StageWork changed = work.stage().kind() == StageKind.AGENT ? withModel(withAgent(work)) : work;
    return withInput(changed);
  }

  private StageWork withAgent(StageWork work) {
    String own = name(work);
    boolean first = work.agent() == null || work.agent().equals(work.stage().agent());
    Optional<Found> found =
        find(work, Kind.AGENT)
            .filter(each -> (each.ofTask() || first) && !each.value().equals(own));
    if (found.isEmpty()) {
      return work;
    }
    if (!agents.isComplete()) {
      definitions.await();
    }
    String name = found.get().value();
    Optional<String> refusal = refusal(name, work.state(), work.run().name());
    AgentDefinition before = work.state().blueprint().agents().get(own);
    if (refusal.isPresent() || before == null) {
      passOver(work, RoutingNote.Kind.AGENT, own, found.get(), refusal.orElse("nobody to replace"));
      return work;
    }
    AgentDefinition definition = agents.find(name).orElseThrow().answeringLike(before);
    note(work, RoutingNote.Kind.AGENT, name, found.get(), own);
    return work.doneBy(
        name, work.state().with(definition, definitions.catalogue().policies(Set.of(name))));
  }

  private StageWork withModel(StageWork work) {
    String name = name(work);
    AgentDefinition agent = work.state().blueprint().agents().get(name);
    Optional<Found> found = find(work, Kind.MODEL);
    if (found.isEmpty() || agent == null || found.get().value().equals(agent.model())) {
      return work;
    }
    String own = agent.model() == null ? Models.DEFAULT_ALIAS : agent.model();
    String model = found.get().value();
    if (models.find(model).isEmpty()) {
      passOver(work, RoutingNote.Kind.MODEL, own, found.get(), "there is no model '" + model + "'");
      return work;
    }
    note(work, RoutingNote.Kind.MODEL, model, found.get(), own);
    return work.doneBy(name, work.state().with(agent.asking(model), Map.of()));
  }

  private StageWork withInput(StageWork work) {
    Optional<TaskOverride> found = ofTask(work.state(), Kind.INPUT, work.run().name());
    if (found.isEmpty()) {
      return work;
    }
    note(
        work,
        RoutingNote.Kind.INPUT,
        null,
        new Found(found.get().id(), null, true),
        "what it would have worked on");
    return work.workingOn(found.get().value());
  }

  /** An override that counts for a stage. */
  private record Found(UUID id, String value, boolean ofTask) {}

  private Optional<Found> find(StageWork work, Kind kind) {
    Optional<Found> own =
        ofTask(work.state(), kind, work.run().name())
            .map(it -> new Found(it.id(), it.value().asText(), true));
    return own.isPresent() ? own : ofAll(work, kind);
  }

  private Optional<Found> ofAll(StageWork work, Kind kind) {
    Instant now = clock.instant();
    return standing.inForce().stream()
        .filter(each -> each.kind() == kind)
        .filter(each -> each.matches(work.state(), work.run().name(), name(work), now))
        .findFirst()
        .map(each -> new Found(each.id(), each.value(), false));
  }

  private static Optional<TaskOverride> ofTask(RunState state, Kind kind, String stage) {
    List<TaskOverride> all =
        state.overrides().stream()
            .filter(each -> each.kind() == kind && each.stage().equals(stage))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Where somebody wants the run to go from a stage, if that was not done yet. */
  static Optional<TaskOverride> next(RunState state, String stage) {
    return ofTask(state, Kind.NEXT, stage).filter(each -> !each.used());
  }

  private static String name(StageWork work) {
    return work.agent() == null ? work.stage().agent() : work.agent();
  }

  private Optional<String> refusal(String name, RunState state, String stage) {
    Optional<String> refusal =
        agents
            .findEntry(name)
            .map(AgentEntry::refusal)
            .orElseGet(() -> Optional.of("there is no agent '" + name + "'"));
    return refusal.isPresent()
        ? refusal
        : definitions.refusal(state.task().pipeline(), state.blueprint(), stage, name);
  }

  private void note(
      StageWork work, RoutingNote.Kind kind, String winner, Found by, String instead) {
    add(
        work.run(),
        kind,
        winner,
        by.id(),
        "%s override, in the place of %s."
            .formatted(by.ofTask() ? "The task's" : "A standing", quoted(kind, instead)));
  }

  private static String quoted(RoutingNote.Kind kind, String instead) {
    return kind == RoutingNote.Kind.INPUT ? instead : "'" + instead + "'";
  }

  private void passOver(
      StageWork work, RoutingNote.Kind kind, String winner, Found by, String why) {
    ledger.add(
        new RoutingNote(
            clock.instant(),
            work.run().task(),
            work.run().id(),
            kind,
            winner,
            RoutingNote.By.RULE,
            null,
            "An override to '%s' was passed over: %s.".formatted(by.value(), why),
            List.of()));
  }

  private void add(StageRun run, RoutingNote.Kind kind, String winner, UUID by, String reason) {
    ledger.add(
        new RoutingNote(
            clock.instant(),
            run.task(),
            run.id(),
            kind,
            winner,
            RoutingNote.By.OVERRIDE,
            by,
            reason,
            List.of()));
  }

  /** Tells that a run went where somebody wanted, if it did. */
  void tellNext(Claimed claimed, StageOutcome outcome, Step step) {
    StageRun run = claimed.run();
    if (outcome.status() != StageStatus.SUCCEEDED || claimed.state().overrides().isEmpty()) {
      return;
    }
    next(claimed.state(), run.name())
        .ifPresent(
            wanted -> {
              String stage = wanted.value().asText();
              boolean taken =
                  step.way() != null
                      && step.way().next().stream().anyMatch(each -> each.stage().equals(stage));
              add(
                  run,
                  RoutingNote.Kind.NEXT,
                  taken ? stage : null,
                  wanted.id(),
                  taken
                      ? "The task's override, in the place of what the edges say."
                      : "The task's override to '%s' was passed over: %s."
                          .formatted(
                              stage,
                              Jumps.approvalFault(claimed.state().blueprint(), run.name(), stage)
                                  .orElse("it has run already")));
            });
  }
}
