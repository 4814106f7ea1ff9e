package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.Violation;
import org.gamelan.provider.BudgetSpentException;
import org.gamelan.provider.ModelCallException;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/** Runs one stage and tells how it ended; never throws. */
@ApplicationScoped
class StageExecution {
  private static final Logger LOG = Logger.getLogger(StageExecution.class.getName());

  private final Map<StageKind, StageRunner> runners = new EnumMap<>(StageKind.class);
  private final RunCalls calls;
  private final ApprovalStore approvals;
  private final GivenOutputs given;
  private final EngineConfig config;
  private final Arranging overrides;
  private final StageMemory memory;

  protected StageExecution() {
    this(List.of(), null, null, null, Arranging.NONE, null);
  }

  @Inject
  StageExecution(
      @Any Instance<StageRunner> runners,
      RunJournal journal,
      ApprovalStore approvals,
      EngineConfig config,
      Overrides overrides,
      StageMemory memory) {
    this((Iterable<StageRunner>) runners, journal, approvals, config, overrides::apply, memory);
  }

  /** Where nobody overrides anything. */
  StageExecution(
      Iterable<StageRunner> runners,
      RunCalls calls,
      ApprovalStore approvals,
      EngineConfig config,
      StageMemory memory) {
    this(runners, calls, approvals, config, Arranging.NONE, memory);
  }

  StageExecution(
      Iterable<StageRunner> runners,
      RunCalls calls,
      ApprovalStore approvals,
      EngineConfig config,
      Arranging overrides,
      StageMemory memory) {
    runners.forEach(runner -> runner.kinds().forEach(kind -> this.runners.put(kind, runner)));
    this.calls = calls;
    this.approvals = approvals;
    this.given = new GivenOutputs(approvals);
    this.config = config;
    this.overrides = overrides;
    this.memory = memory;
  }

  /** Puts what people decided in the place of what definitions say. */
  @FunctionalInterface
  interface Arranging {
    /** Nobody decided anything. */
    Arranging NONE = (work, calls) -> work;

    /**
     * @param calls the calls of the run, which may have been made before
     */
    StageWork apply(StageWork work, StageCalls calls);
  }

  /** The kinds of stages that can run. */
  Set<StageKind> kinds() {
    return Set.copyOf(runners.keySet());
  }

  StageOutcome run(Claimed claimed) {
    AtomicReference<ContextTrace> context = new AtomicReference<>();
    AtomicReference<TeamWork> team = new AtomicReference<>();
    StageOutcome outcome = run(claimed, context, team);
    boolean ended =
        outcome.status() == StageStatus.FAILED || outcome.status() == StageStatus.INDETERMINATE;
    if (ended && team.get() != null) {
      outcome = outcome.withTeamWork(team.get());
    }
    return context.get() == null ? outcome : outcome.withContext(context.get());
  }

  /**
   * A run with what is remembered as conditions see it that lead on from it.
   *
   * @param agent who worked, or null where that is not known
   * @throws org.gamelan.platform.DatabaseException when it cannot be read
   */
  Claimed remembering(Claimed claimed, String agent) {
    Blueprint blueprint = claimed.state().blueprint();
    String name = claimed.run().name();
    boolean asked =
        blueprint.memory() != null
            && blueprint.memory().asked()
            && blueprint.workflow().from(name).stream().anyMatch(MemoryUse::asks);
    if (!asked) {
      return claimed;
    }
    String worker =
        Stream.of(agent, claimed.agent()).filter(Objects::nonNull).findFirst().orElse(null);
    StageDefinition stage = blueprint.stages().get(name);
    if (worker == null && stage != null) {
      worker = stage.agent();
    }
    RunState state = memory.remembering(claimed.state(), worker);
    return new Claimed(claimed.run(), claimed.agent(), state);
  }

  private StageOutcome run(
      Claimed leased, AtomicReference<ContextTrace> context, AtomicReference<TeamWork> team) {
    Claimed claimed = leased;
    StageRun run = claimed.run();
    StageDefinition stage = null;
    try {
      stage = claimed.state().blueprint().stage(run.name());
      StageOutcome outcome = given.find(run, stage).orElse(null);
      if (outcome == null) {
        StageCalls made = new StageCalls(calls, run, approvals);
        StageWork work = overrides.apply(work(claimed, stage, made, context, team), made);
        claimed = new Claimed(run, work.agent(), work.state());
        outcome = runner(stage).run(checked(remembering(work)));
      }
      if (outcome.status() == StageStatus.SUCCEEDED) {
        check(claimed.state(), stage, outcome.output());
      }
      return outcome;
    } catch (StageCalls.UnknownOutcomeException e) {
      return StageOutcome.failed(signature(claimed, stage, e), null)
          .withStatus(StageStatus.INDETERMINATE);
    } catch (ConsentNeededException e) {
      return StageOutcome.asked(CallConsent.approval(e));
    } catch (InvalidOutputException e) {
      StageOutcome failed =
          StageOutcome.failed(signature(claimed, stage, e), null)
              .withModelWork(e.rawOutput(), e.rungs(), e.tokens());
      return GivenOutputs.ask(claimed, stage, e).orElse(failed);
    } catch (BudgetSpentException e) {
      FailureSignature obstacle = signature(claimed, stage, e);
      Duration wait = e.retryAfter().orElse(Duration.ZERO);
      return e.isWaitedFor()
          ? StageOutcome.postponed(obstacle, wait)
          : StageOutcome.failed(obstacle, null);
    } catch (ModelCallException e) {
      return StageOutcome.failed(signature(claimed, stage, e), e.retryAfter().orElse(null));
    } catch (GamelanException e) {
      return StageOutcome.failed(signature(claimed, stage, e), null);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      LOG.log(Level.SEVERE, "Stage run " + run.id() + " of task " + run.task() + " broke", e);
      return StageOutcome.failed(signature(claimed, stage, e), null);
    }
  }

  /** Whose memory it is follows from who works, so that is settled before. */
  private StageWork remembering(StageWork work) {
    if (work.state().blueprint().memory() == null) {
      return work;
    }
    String agent = work.agent() == null ? work.stage().agent() : work.agent();
    return work.seeing(memory.remembering(work.state(), agent));
  }

  private StageRunner runner(StageDefinition stage) {
    StageRunner runner = runners.get(stage.kind());
    if (runner == null) {
      throw new GamelanException(
          FailureKind.INTERNAL,
          "Stages of kind '" + stage.kind().id() + "' cannot run on this server.");
    }
    return runner;
  }

  private static StageWork checked(StageWork work) {
    InputSchemas.check(work);
    return work;
  }

  private StageWork work(
      Claimed claimed,
      StageDefinition stage,
      StageCalls made,
      AtomicReference<ContextTrace> context,
      AtomicReference<TeamWork> team) {
    StageRun run = claimed.run();
    Map<String, Object> variables = claimed.state().variables(run.name(), run.attempt());
    variables.put("round", run.round());
    return new StageWork(
        run,
        stage,
        claimed.agent(),
        claimed.state(),
        variables,
        timeout(stage),
        made,
        context,
        Steps.retry(claimed, stage, Instant::now),
        team);
  }

  static Duration timeout(StageDefinition stage) {
    return stage.timeout() == null ? StageDefinition.DEFAULT_TIMEOUT : stage.timeout();
  }

  /** Agents' outputs fit their schemas already; a size limit holds for all. */
  private void check(RunState state, StageDefinition stage, JsonNode output) {
    String schema = stage.kind() == StageKind.AGENT ? null : stage.outputSchema();
    if (schema != null) {
      List<Violation> violations =
          SchemaCache.of(state.blueprint().schemas().get(schema)).validate(output);
      if (!violations.isEmpty()) {
        throw new GamelanException(
            FailureKind.INVALID_OUTPUT,
            "The output does not fit schema '" + schema + "': " + violations.get(0));
      }
    }
    if (stage.kind() == StageKind.APPROVAL) {
      return; // what it shows and what people give was measured when it came
    }
    int size = Json.write(output).getBytes(StandardCharsets.UTF_8).length;
    if (size > config.maxOutputBytes()) {
      throw new GamelanException(
          FailureKind.INVALID_OUTPUT,
          "The output has " + size + " bytes; the limit is " + config.maxOutputBytes() + ".");
    }
  }

  private static FailureSignature signature(
      Claimed claimed, StageDefinition stage, Throwable failure) {
    return Failures.signature(claimed, stage, failure);
  }
}
