package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonDifference;
import org.gamelan.manifest.Templates;
import org.gamelan.workflow.StageKind;

/**
 * Does a recorded task again without its outside: the graph is walked and every stage evaluated by
 * the code of today, while models, tools and people answer what is recorded. Nothing is stored and
 * nothing outside happens, so the same recording always comes to the same report. What a person's
 * retry began is taken from the recording.
 */
public final class Replay {
  /** Stage runs of the longest task that can be replayed. */
  public static final int MOST_RUNS = 2_000;

  private static final int MOST_DIFFERENCES = 50;
  private static final Templates TEMPLATES = new Templates();

  private final RunState.Task task;
  private final Blueprint pinned;
  private final Blueprint blueprint;
  private final EngineConfig config;
  private final Recording recording;
  private final RecordedOverrides overrides;
  private final StageExecution execution;
  private final Steps steps = new Steps(() -> 0, this::endOfRun, this::tookOver);
  private final ReplayPlaces places = new ReplayPlaces();
  private final List<RecordedRun> seen = new ArrayList<>();
  private final List<Finished> was = new ArrayList<>();
  private final List<Finished> now = new ArrayList<>();
  private final List<ReplayedStage> stages = new ArrayList<>();
  private JsonNode output;
  private RecordedRun current;
  private Instant ended = Instant.EPOCH;
  private boolean failedBefore;
  private boolean differs;

  /**
   * @param pinned what the task was done by
   * @param blueprint what it is to be done by now; the same to see what the code alone changes
   * @param calls the finished calls inside its runs, by run and number
   * @param overrides what people had put in the place of definitions
   * @param memory what is remembered now; what was then is not recorded
   */
  public Replay(
      RunState.Task task,
      Blueprint pinned,
      Blueprint blueprint,
      Map<UUID, Map<Integer, JsonNode>> calls,
      RecordedOverrides overrides,
      StageMemory memory,
      EngineConfig config) {
    this(
        task,
        pinned,
        blueprint,
        new Recording(calls),
        overrides,
        recorded -> RecordedStages.of(recorded, memory, config),
        memory,
        config);
  }

  Replay(
      RunState.Task task,
      Blueprint pinned,
      Blueprint blueprint,
      Recording recording,
      RecordedOverrides overrides,
      Function<Recording, List<StageRunner>> runners,
      StageMemory memory,
      EngineConfig config) {
    this.task = task;
    this.pinned = pinned;
    this.blueprint = blueprint;
    this.config = config;
    this.recording = recording;
    this.overrides = overrides;
    this.execution =
        new StageExecution(
            runners.apply(recording),
            recording,
            recording,
            config,
            (work, calls) -> overrides.apply(work),
            memory);
    this.differs = !pinned.equals(blueprint);
  }

  /**
   * What a replay came to.
   *
   * @param stages every recorded run in the order they ended
   * @param status what the task came to, or null when it would go on
   * @param output what it answers now, or null
   * @param unrecorded the stages with which it would go on, of which nothing is recorded
   */
  public record Outcome(
      List<ReplayedStage> stages, TaskStatus status, JsonNode output, List<JsonNode> unrecorded) {}

  /**
   * Replays.
   *
   * @param recorded the finished runs in the order they ended
   */
  public Outcome of(List<RecordedRun> recorded) {
    beginAtStart();
    recorded.forEach(this::replay);
    return new Outcome(
        List.copyOf(stages),
        places.end(),
        output,
        places.open().stream().map(Replay::told).toList());
  }

  /** Retries have their time; here it is the time of then. */
  private Instant endOfRun() {
    return ended;
  }

  /** Who took over then, if it is a fallback still. */
  private String tookOver(Claimed claimed, List<String> left, FailureSignature failure, UUID next) {
    String then = current.way() == null ? null : current.way().agent();
    return then != null && left.contains(then) ? then : left.get(0);
  }

  private void beginAtStart() {
    String start = blueprint.start();
    places.begin(
        new RecordedRun(
            task.id(),
            start,
            blueprint.stage(start).kind(),
            StageStatus.READY,
            1,
            1,
            Branch.MAIN,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            false));
  }

  private static JsonNode told(Step.Next next) {
    ObjectNode told = Json.object().put("stage", next.name());
    told.put("round", next.round()).put("attempt", next.attempt()).put("branch", next.branch());
    return told;
  }

  private void replay(RecordedRun run) {
    if (run.copied() || !run.hasEnded() || chosePipeline(run)) {
      takeOver(run);
    } else if (isNext(run) || isBegunByPerson(run)) {
      evaluate(run);
    } else {
      JsonNode then = Json.tree(run.end().id());
      JsonNode instead = places.next(run.branch()).map(Replay::told).orElse(null);
      add(
          run,
          ReplayedStage.NOT_REACHED,
          List.of(new JsonDifference("/reached", then, instead)),
          run.finished(run.end()),
          null);
    }
  }

  /** How the task came to its pipeline is no part of what it went through then. */
  private boolean chosePipeline(RecordedRun run) {
    return run.name().equals(PipelineQuestion.STAGE) && !PipelineQuestion.isAsked(blueprint);
  }

  private void takeOver(RecordedRun run) {
    Finished end = run.finished(run.status());
    add(run, ReplayedStage.TAKEN_OVER, List.of(), end, end);
  }

  private void add(
      RecordedRun run,
      String replayed,
      List<JsonDifference> differences,
      Finished then,
      Finished today) {
    stages.add(ReplayedStage.of(run, replayed, differences));
    differs |= !differences.isEmpty();
    seen.add(run);
    was.add(then);
    // Keeps its number where a run was not reached, so that both lists stay in step.
    now.add(today == null ? aside(then) : today);
  }

  private static Finished aside(Finished run) {
    return new Finished(
        run.name(), run.branch(), run.round(), StageStatus.SKIPPED, null, null, null);
  }

  private boolean isNext(RecordedRun run) {
    Optional<Step.Next> next = places.next(run.branch());
    return next.isPresent()
        && next.get().name().equals(run.name())
        && next.get().round() == run.round()
        && next.get().attempt() == run.attempt();
  }

  /** The first run that a fork did by itself, and what people had done again after a failure. */
  private boolean isBegunByPerson(RecordedRun run) {
    if (!seen.isEmpty() && isKnown(run) && seen.stream().allMatch(RecordedRun::copied)) {
      places.begin(run);
      return true;
    }
    failedBefore |= places.end() == TaskStatus.FAILED;
    if (places.end() == TaskStatus.FAILED && places.isParked(run)) {
      places.openAgain();
      return true;
    }
    if (!failedBefore || !isKnown(run) || !looksLikeRetry(run)) {
      return false;
    }
    if (places.end() == TaskStatus.FAILED) {
      places.openAgain(run.branch());
    } else if (run.attempt() > 1 && places.isAt(run.branch())) {
      return false;
    }
    takeBackEnd(run);
    setAside(run);
    places.begin(run);
    return true;
  }

  /** Whether the stage, and the forks around it, are in the definitions that are followed. */
  private boolean isKnown(RecordedRun run) {
    String[] parts = run.branch().isEmpty() ? new String[0] : run.branch().split("/");
    for (int i = 0; i < parts.length; i += 2) {
      if (!blueprint.stages().containsKey(parts[i])) {
        return false;
      }
    }
    return blueprint.stages().containsKey(run.name());
  }

  /** A new attempt of a run, or a round beyond all there were. */
  private boolean looksLikeRetry(RecordedRun run) {
    if (run.attempt() == 1) {
      return seen.stream().mapToInt(RecordedRun::round).max().orElse(1) < run.round();
    }
    return previous(run).isPresent();
  }

  private Optional<RecordedRun> previous(RecordedRun run) {
    return seen.stream()
        .filter(it -> it.name().equals(run.name()) && it.branch().equals(run.branch()))
        .filter(it -> it.round() == run.round() && it.attempt() == run.attempt() - 1)
        .findFirst();
  }

  private void takeBackEnd(RecordedRun run) {
    for (int i = now.size() - 1; i >= 0 && run.attempt() == 1; i--) {
      Way way = now.get(i).way();
      if (way != null && run.branch().equals(way.ends())) {
        places.isUnderWayAgain(run.branch(), way.failed());
        return;
      }
    }
  }

  /** As a retry does it: what a stage and all that followed it came to counts no more. */
  private void setAside(RecordedRun run) {
    boolean again = run.attempt() > 1;
    if (again && previous(run).filter(it -> it.end() == StageStatus.SUCCEEDED).isEmpty()) {
      return;
    }
    boolean follows = false;
    for (int i = 0; i < seen.size(); i++) {
      RecordedRun earlier = seen.get(i);
      boolean ended = earlier.end() == StageStatus.SUCCEEDED;
      follows |=
          ended && earlier.name().equals(run.name()) && earlier.branch().equals(run.branch());
      if (follows && Branch.isWithin(earlier.branch(), run.branch())) {
        was.set(i, skipped(was.get(i)));
        now.set(i, skipped(now.get(i)));
      }
    }
  }

  private static Finished skipped(Finished run) {
    return run.status() == StageStatus.SUCCEEDED
        ? new Finished(
            run.name(),
            run.branch(),
            run.round(),
            StageStatus.SKIPPED,
            run.output(),
            run.way(),
            run.failure())
        : run;
  }

  private void evaluate(RecordedRun run) {
    recording.turnTo(run);
    current = run;
    ended = run.finishedAt() == null ? Instant.EPOCH : run.finishedAt();
    StageRun place = run.run(task.id());
    String agent = places.next(run.branch()).map(Step.Next::agent).orElse(null);
    RunState today = overrides.withNext(RunState.of(task, blueprint, now), run);
    Claimed claimed = new Claimed(place, agent, today);
    List<JsonDifference> differences = new ArrayList<>();
    if (differs) {
      differences.addAll(inputs(place, agent, claimed.state()));
    }
    StageOutcome outcome = execution.run(claimed);
    Step step =
        places.settle(
            run.branch(), steps.after(execution.remembering(claimed, outcome.agent()), outcome));
    differences.addAll(ends(run, outcome, step));
    if (places.end() == TaskStatus.SUCCEEDED) {
      output = outcome.output();
    }
    JsonNode failure = outcome.failure() == null ? null : Json.tree(outcome.failure());
    Finished finished =
        new Finished(
            run.name(),
            run.branch(),
            run.round(),
            outcome.status(),
            stored(outcome.output()),
            step.way(),
            failure,
            run.startedAt(),
            run.finishedAt());
    add(run, ReplayedStage.EVALUATED, differences, run.finished(run.end()), finished);
  }

  private List<JsonDifference> inputs(StageRun run, String agent, RunState today) {
    RunState then = RunState.of(task, pinned, was).seenBy(run);
    ObjectNode before = input(run, agent, then);
    ObjectNode after = input(run, agent, today);
    return JsonDifference.between("", before, after, MOST_DIFFERENCES);
  }

  private ObjectNode input(StageRun run, String other, RunState state) {
    ObjectNode told = Json.object();
    if (!state.blueprint().stages().containsKey(run.name())) {
      return told;
    }
    JsonNode instead = overrides.inputs().get(run.id());
    int tokens = config.contextTokens();
    told.set("input", StageInputs.given(state, run.name(), run.attempt(), instead, tokens).input());
    String name = other == null ? state.blueprint().stage(run.name()).agent() : other;
    AgentDefinition own = name == null ? null : state.blueprint().agents().get(name);
    AgentDefinition agent = own == null ? null : overrides.insteadOf(run.id(), name).orElse(own);
    if (run.kind() == StageKind.AGENT && agent != null) {
      RunState seen = instead == null ? state : state.workingOn(instead);
      told.put("prompt", prompt(agent, run, seen));
    }
    return told;
  }

  private static String prompt(AgentDefinition agent, StageRun run, RunState state) {
    Map<String, Object> variables = state.variables(run.name(), run.attempt());
    variables.put("round", run.round());
    try {
      return TEMPLATES.render(agent.prompt() == null ? "" : agent.prompt(), variables);
    } catch (GamelanException e) {
      return e.getMessage();
    }
  }

  private static List<JsonDifference> ends(RecordedRun run, StageOutcome outcome, Step step) {
    ObjectNode then = Json.object().put("status", run.end().id());
    put(then, "output", run.output());
    if (run.failure() != null) {
      then.put("failure", run.failure().kind() + ": " + run.failure().message());
    }
    put(then, "repairs", Json.tree(run.repairs()));
    put(then, "way", way(run.way()));
    ObjectNode today = Json.object().put("status", outcome.status().id());
    put(today, "output", stored(outcome.output()));
    if (outcome.failure() != null) {
      today.put("failure", outcome.failure().kind() + ": " + outcome.failure().message());
    }
    put(today, "repairs", Json.tree(outcome.repairs()));
    // Who takes over was not always recorded.
    boolean untold = run.way() == null && step.way() != null && step.way().agent() != null;
    put(today, "way", untold ? null : way(step.way()));
    return JsonDifference.between("", then, today, MOST_DIFFERENCES);
  }

  private static void put(ObjectNode told, String key, JsonNode value) {
    if (value != null) {
      told.set(key, value);
    }
  }

  /** Where it went, not the words for why. */
  private static JsonNode way(Way way) {
    return way == null ? null : Json.tree(way.withoutReasons());
  }

  /** As it would come back from the database. */
  private static JsonNode stored(JsonNode json) {
    return json == null ? null : Json.parseOwn(Json.write(json));
  }
}
