package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageKind;

/**
 * Runs one random graph with random outcomes in random order against the model. Nodes lose all they
 * have in hand between any two calls of the journal, answers of the journal get lost, ends come
 * late from nodes that are gone, wake-ups come twice, and so do decisions of people. After each
 * call what is open must be what the model says.
 */
final class GraphsProperty {
  private static final EngineConfig CONFIG =
      new EngineConfig(
          UUID.randomUUID(),
          "test",
          10,
          100,
          Duration.ofSeconds(10),
          1 << 20,
          6_000,
          Duration.ofDays(30));
  private static final int MOST_CALLS = 20_000;
  private static final List<String> VERDICTS =
      List.of(
          ApprovalVerdict.APPROVE,
          ApprovalVerdict.APPROVE,
          ApprovalVerdict.REJECT,
          GraphParts.EXPIRE);

  private final long seed;
  private final Random random;
  private final Journal store;
  private final RunJournal journal;
  private final GraphModel model;
  private final Map<String, GraphParts.Ask> asks;
  private final Map<UUID, GraphParts.End> decided = new HashMap<>();
  private final Set<UUID> escalated = new HashSet<>();
  private final StageExecution execution;
  private final Steps steps = new Steps(() -> 0.0);
  private final UUID node = UUID.randomUUID();
  private final List<Claimed> inHand = new ArrayList<>();
  private final List<Completion> late = new ArrayList<>();
  private long epoch;

  /** A journal of one task that tells what it holds. */
  interface Journal {
    RunJournal journal();

    /** The runs that are ready or under way, as {@code branch:stage}, sorted. */
    List<String> open();

    TaskStatus status();

    /** How many places of the task there are, and questions to people. */
    int left();

    /** What people have to decide by now. */
    List<Asked> asked();

    /**
     * Somebody decides, or time is over.
     *
     * @param verdict approve, reject or expire
     * @return whether the question was open
     */
    boolean decide(Asked asked, String verdict);

    ApprovalStore approvals();
  }

  /**
   * A question to people.
   *
   * @param run who asks
   * @param shown the hash of what is shown
   */
  record Asked(UUID run, String stage, String shown) {}

  GraphsProperty(long seed, Random random, Graphs.Graph graph, Journal store) {
    this.seed = seed;
    this.random = random;
    this.store = store;
    this.journal = store.journal();
    this.model = new GraphModel(graph.row());
    this.asks = graph.asks();
    this.execution =
        new StageExecution(
            List.of(
                new GraphStages(CONFIG),
                new PlainStages(),
                new ApprovalStages(store.approvals(), CONFIG),
                new Agents()),
            journal,
            store.approvals(),
            CONFIG,
            new StageMemory(null));
  }

  /**
   * Agents whose answers depend on nothing but who asks, so that a run done twice ends the same.
   */
  private final class Agents implements StageRunner {
    @Override
    public Set<StageKind> kinds() {
      return Set.of(StageKind.AGENT);
    }

    @Override
    public StageOutcome run(StageWork work) {
      StageRun run = work.run();
      int chance =
          new Random(Objects.hash(seed, run.name(), run.branch(), run.round(), run.attempt()))
              .nextInt(100);
      if (chance >= 95) {
        throw new GamelanException(FailureKind.TIMEOUT, "took too long");
      } else if (chance >= 89) {
        throw new GamelanException(FailureKind.TOOL, "broke");
      }
      return StageOutcome.succeeded(Json.object().put("good", chance < 60));
    }
  }

  void run() {
    epoch = journal.join(node, "test");
    int calls = 0;
    while (!store.status().isFinished()) {
      assertThat(calls++).as("journal calls of seed " + seed).isLessThan(MOST_CALLS);
      int chance = random.nextInt(100);
      if (chance < 6) {
        crash();
      } else if (chance < 10 && !late.isEmpty()) {
        // A node that is gone comes back with what it did.
        assertThat(journal.commit(node, epoch, List.of(late.remove(0)))).isEmpty();
      } else if (chance < 25) {
        decide();
      } else if (inHand.isEmpty() || chance < 50) {
        inHand.addAll(journal.claim(node, epoch, 1 + random.nextInt(3)).runs());
      } else {
        commit();
      }
      assertThat(store.open()).as("open after call %d of seed %d", calls, seed).isEqualTo(open());
    }
    assertThat(store.left()).isZero();
    assertThat(model.result())
        .as("seed " + seed)
        .isIn(
            store.status() == TaskStatus.SUCCEEDED
                ? List.of(GraphModel.Result.DONE, GraphModel.Result.ENDED)
                : List.of(GraphModel.Result.FAILED));
  }

  private void decide() {
    List<Asked> open = store.asked();
    if (open.isEmpty()) {
      return;
    }
    Asked asked = open.get(random.nextInt(open.size()));
    String verdict = VERDICTS.get(random.nextInt(VERDICTS.size()));
    assertThat(store.decide(asked, verdict)).as("a decision of seed " + seed).isTrue();
    Optional<GraphParts.End> end =
        asks.get(asked.stage()).end(verdict, !escalated.add(asked.run()));
    if (end.isPresent()) {
      decided.put(asked.run(), end.get());
      assertThat(store.decide(asked, verdict)).as("the same again, seed " + seed).isFalse();
    } else {
      assertThat(store.asked()).extracting(Asked::run).contains(asked.run());
    }
  }

  private List<String> open() {
    return model.open();
  }

  private void crash() {
    for (Claimed claimed : inHand) {
      if (late.size() < 5) {
        late.add(completion(claimed));
      }
    }
    inHand.clear();
    epoch = journal.join(node, "test");
  }

  private void commit() {
    List<Completion> completions = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0 && !inHand.isEmpty(); i--) {
      Claimed claimed = inHand.remove(random.nextInt(inHand.size()));
      completions.add(completion(claimed));
    }
    Map<UUID, Committed> results = new HashMap<>(journal.commit(node, epoch, completions));
    boolean lost = random.nextInt(20) == 0;
    for (Completion completion : completions) {
      Committed committed = results.get(completion.run().id());
      if (committed != null) {
        tell(completion);
        if (!lost) {
          inHand.addAll(committed.claimed());
        }
      }
    }
    if (lost) {
      inHand.clear();
      epoch = journal.join(node, "test");
    }
  }

  private Completion completion(Claimed claimed) {
    StageOutcome outcome = execution.run(claimed);
    Step step = steps.after(claimed, outcome);
    return new Completion(
        claimed.run(),
        claimed.state().with(Finished.of(claimed.run(), outcome, step.way())),
        outcome,
        step,
        random.nextBoolean(),
        1);
  }

  private static GraphParts.End failed(StageOutcome outcome) {
    return outcome.failure().kind() == FailureKind.TIMEOUT
        ? GraphParts.End.TIMED_OUT
        : GraphParts.End.FAILED;
  }

  private void tell(Completion completion) {
    StageRun run = completion.run();
    StageOutcome outcome = completion.outcome();
    if (outcome.status() == StageStatus.WAITING) {
      return;
    }
    if (outcome.status() == StageStatus.FAILED
        && outcome.failure().kind() == FailureKind.TIMEOUT
        && run.attempt() < Graphs.ATTEMPTS) {
      return;
    }
    String branch = run.branch() == null ? "" : run.branch();
    if (run.kind() == StageKind.JOIN && outcome.output() != null) {
      Map<String, String> told = new LinkedHashMap<>();
      outcome
          .output()
          .path("branches")
          .properties()
          .forEach(entry -> told.put(entry.getKey(), entry.getValue().path("status").asText()));
      assertThat(told).isEqualTo(model.branchesAt(branch, run.name()));
    }
    JsonNode output = outcome.output();
    GraphParts.End end =
        outcome.status() == StageStatus.FAILED
            ? failed(outcome)
            : output.path("good").asBoolean()
                    || output.path("value").asText().equals("good")
                    || output.path("decision").asText().equals(ApprovalVerdict.APPROVE)
                ? GraphParts.End.GOOD
                : GraphParts.End.BAD;
    if (run.kind() == StageKind.APPROVAL) {
      assertThat(end).as("what was decided, seed " + seed).isEqualTo(decided.get(run.id()));
    }
    model.ended(branch, run.name(), end);
  }
}
