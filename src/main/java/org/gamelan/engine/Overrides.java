package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.json.Json;
import org.gamelan.platform.DatabaseException;
import org.gamelan.policy.FolderPolicy;
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
  private final RunJournal journal;
  private final CallLedger ledger;
  private final Clock clock;

  protected Overrides() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  Overrides(
      AgentRegistry agents,
      Models models,
      Definitions definitions,
      StandingOverrides standing,
      RunJournal journal,
      CallLedger ledger,
      Clock clock) {
    this.agents = agents;
    this.models = models;
    this.definitions = definitions;
    this.standing = standing;
    this.journal = journal;
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * What a stage has to work with once the overrides count: those of now where it begins, those
   * under which it began where it goes on with what was answered before.
   */
  StageWork apply(StageWork work, StageCalls calls) {
    if (PipelineQuestion.isAsked(work.state().blueprint())) {
      return work;
    }
    boolean makesCalls = work.stage().kind() == StageKind.TOOL || hasAgents(work);
    if (work.run().resumed() && makesCalls) {
      Optional<Arrangement> kept = calls.arrangement();
      if (kept.isPresent()) {
        return kept.get().of(work, this::policies);
      }
    }
    if (work.state().overrides().isEmpty() && standing.inForce().isEmpty()) {
      return work;
    }
    List<Arrangement.Worker> workers = new ArrayList<>();
    StageWork staffed = hasAgents(work) ? staffed(work, workers) : work;
    JsonNode input = input(work).orElse(null);
    Arrangement arrangement = new Arrangement(workers, input);
    if (!arrangement.isNone()) {
      calls.arranged(() -> keep(work.run().id(), arrangement));
    }
    return input == null ? staffed : staffed.workingOn(input);
  }

  private static boolean hasAgents(StageWork work) {
    return work.stage().kind() == StageKind.AGENT || work.stage().isOfTeam();
  }

  /** With the notes of why it is so, as a run that goes on does not decide anew. */
  private void keep(UUID run, Arrangement arrangement) {
    CallLedger.Entries entries = ledger.take(run);
    try {
      journal.arrange(run, Json.tree(arrangement), entries);
    } catch (DatabaseException e) {
      ledger.putBack(entries);
      throw e;
    }
  }

  private Map<String, FolderPolicy> policies(Set<String> names) {
    if (!agents.isComplete()) {
      definitions.await();
    }
    return definitions.catalogue().policies(names);
  }

  private StageWork staffed(StageWork work, List<Arrangement.Worker> workers) {
    StageWork changed = work;
    List<String> own =
        work.stage().isOfTeam() ? List.copyOf(work.stage().agents()) : List.of(name(work));
    for (String member : own) {
      Set<String> before = changed.stage().agents();
      changed = withAgent(changed, member);
      String worker =
          work.stage().isOfTeam()
              ? replacement(before, changed.stage().agents()).orElse(member)
              : name(changed);
      changed = withModel(changed, work.stage().isOfTeam() ? member : worker, worker);
      AgentDefinition now = changed.state().blueprint().agents().get(worker);
      if (now != null && !now.equals(work.state().blueprint().agents().get(member))) {
        FolderPolicy policy = worker.equals(member) ? null : policies(Set.of(worker)).get(worker);
        workers.add(new Arrangement.Worker(member, now, policy));
      }
    }
    return changed;
  }

  private static Optional<String> replacement(Set<String> before, Set<String> after) {
    return after.stream().filter(name -> !before.contains(name)).findFirst();
  }

  private StageWork withAgent(StageWork work, String own) {
    boolean first = work.agent() == null || work.agent().equals(work.stage().agent());
    Optional<Found> found =
        find(work, Kind.AGENT, own)
            .filter(each -> (each.ofTask() || first) && !each.value().equals(own));
    if (found.isEmpty()) {
      return work;
    }
    if (!agents.isComplete()) {
      definitions.await();
    }
    String name = found.get().value();
    Optional<String> refusal =
        work.stage().isOfTeam() && work.stage().agents().contains(name)
            ? Optional.of("'" + name + "' is in the team already")
            : refusal(name, work.state(), work.run().name());
    AgentDefinition before = work.state().blueprint().agents().get(own);
    if (refusal.isPresent() || before == null) {
      passOver(work, RoutingNote.Kind.AGENT, own, found.get(), refusal.orElse("nobody to replace"));
      return work;
    }
    AgentDefinition definition = agents.find(name).orElseThrow().answeringLike(before);
    note(work, RoutingNote.Kind.AGENT, name, found.get(), own, own);
    return work.doneBy(own, definition, policies(Set.of(name)));
  }

  /**
   * @param member whom the team names, for whom a model may have been decided
   * @param name who works
   */
  private StageWork withModel(StageWork work, String member, String name) {
    AgentDefinition agent = work.state().blueprint().agents().get(name);
    Optional<Found> found = find(work, Kind.MODEL, member).or(() -> find(work, Kind.MODEL, name));
    if (found.isEmpty() || agent == null || found.get().value().equals(agent.model())) {
      return work;
    }
    String own = agent.model() == null ? Models.DEFAULT_ALIAS : agent.model();
    String model = found.get().value();
    if (models.find(model).isEmpty()) {
      passOver(work, RoutingNote.Kind.MODEL, own, found.get(), "there is no model '" + model + "'");
      return work;
    }
    note(work, RoutingNote.Kind.MODEL, model, found.get(), own, name);
    return work.doneBy(name, agent.asking(model), Map.of());
  }

  /** What the stage is to work on instead of its own input. */
  private Optional<JsonNode> input(StageWork work) {
    Optional<TaskOverride> own = ofTask(work.state(), Kind.INPUT, work.run().name());
    Optional<TaskOverride> found =
        own.isPresent() || !work.stage().kind().takesInput()
            ? own
            : standing(work.state(), Kind.INPUT, work.run().name(), null, any -> true)
                .map(each -> each.in(work.run().name()));
    found.ifPresent(
        override ->
            note(
                work,
                RoutingNote.Kind.INPUT,
                null,
                new Found(override.id(), null, own.isPresent()),
                "what it would have worked on",
                null));
    return found.map(TaskOverride::value);
  }

  /** An override that counts for a stage. */
  private record Found(UUID id, String value, boolean ofTask) {}

  /** What is about one agent of a team comes before what is about all of them. */
  private Optional<Found> find(StageWork work, Kind kind, String agent) {
    String stage = work.run().name();
    Optional<TaskOverride> own = ofTask(work.state(), kind, stage, agent);
    if (own.isEmpty()) {
      own = ofTask(work.state(), kind, stage, null);
    }
    return own.map(it -> new Found(it.id(), it.value().asText(), true))
        .or(
            () ->
                standing(
                        work.state(),
                        kind,
                        stage,
                        agent,
                        each ->
                            kind != Kind.AGENT || !work.stage().isOfTeam() || each.agent() != null)
                    .map(each -> new Found(each.id(), each.value(), false)));
  }

  /** The narrowest one that can be followed: a narrower one that cannot hides none. */
  private Optional<StandingOverride> standing(
      RunState state, Kind kind, String stage, String agent, Predicate<StandingOverride> followed) {
    Instant now = clock.instant();
    return standing.inForce().stream()
        .filter(each -> each.kind() == kind)
        .filter(each -> each.matches(state, stage, agent, now))
        .filter(followed)
        .findFirst();
  }

  private static Optional<TaskOverride> ofTask(RunState state, Kind kind, String stage) {
    return ofTask(state, kind, stage, null);
  }

  private static Optional<TaskOverride> ofTask(
      RunState state, Kind kind, String stage, String agent) {
    List<TaskOverride> all =
        state.overrides().stream()
            .filter(each -> each.kind() == kind && each.stage().equals(stage))
            .filter(each -> Objects.equals(each.agent(), agent))
            .toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * A run that has ended with what stands for all tasks about where it goes on, unless its own task
   * has something to say. A way back is left to the edges, which count how often it is taken.
   */
  Claimed leading(Claimed claimed) {
    RunState state = claimed.state();
    String name = claimed.run().name();
    if (standing.inForce().isEmpty()
        || PipelineQuestion.isAsked(state.blueprint())
        || next(state, name).isPresent()) {
      return claimed;
    }
    Optional<StandingOverride> found =
        standing(state, Kind.NEXT, name, null, each -> leadsAhead(state, name, each));
    return found
        .map(
            each ->
                new Claimed(
                    claimed.run(), claimed.agent(), state.overriddenBy(List.of(each.in(name)))))
        .orElse(claimed);
  }

  private static boolean leadsAhead(RunState state, String from, StandingOverride next) {
    Jumps jumps = new Jumps(state.blueprint());
    return jumps.fault(from, next.value()).isEmpty() && !jumps.isBack(from, next.value());
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

  /**
   * @param agent the agent it is about, kept as the candidate that did not win; or null
   */
  private void note(
      StageWork work,
      RoutingNote.Kind kind,
      String winner,
      Found by,
      String instead,
      String agent) {
    boolean told = work.stage().isOfTeam() && agent != null && !agent.equals(instead);
    String whose = told ? " of '" + agent + "'" : "";
    ledger.add(
        new RoutingNote(
            clock.instant(),
            work.run().task(),
            work.run().id(),
            kind,
            winner,
            RoutingNote.By.OVERRIDE,
            by.id(),
            "%s override, in the place of %s%s."
                .formatted(who(by.ofTask()), quoted(kind, instead), whose),
            agent == null
                ? List.of()
                : List.of(new RoutingNote.Candidate(agent, "as its definition says"))));
  }

  private static String who(boolean ofTask) {
    return ofTask ? "The task's" : "A standing";
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
              boolean standsForAll =
                  standing.inForce().stream().anyMatch(each -> each.id().equals(wanted.id()));
              String who = who(!standsForAll);
              boolean taken =
                  step.way() != null
                      && step.way().next().stream().anyMatch(each -> each.stage().equals(stage));
              add(
                  run,
                  RoutingNote.Kind.NEXT,
                  taken ? stage : null,
                  wanted.id(),
                  taken
                      ? who + " override, in the place of what the edges say."
                      : "%s override to '%s' was passed over: %s."
                          .formatted(
                              who,
                              stage,
                              Jumps.approvalFault(claimed.state().blueprint(), run.name(), stage)
                                  .orElse("it has run already")));
            });
  }
}
