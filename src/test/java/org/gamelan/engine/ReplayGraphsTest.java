package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

/** Random graphs with forks, ways back, sub-workflows, failures and crashes, replayed. */
class ReplayGraphsTest {
  private static final int GRAPHS = Integer.getInteger("gamelan.graphs", 120);

  /** Agents that answer what is recorded. */
  private record Answers(Recording recording) implements StageRunner {
    @Override
    public Set<StageKind> kinds() {
      return Set.of(StageKind.AGENT);
    }

    @Override
    public StageOutcome run(StageWork work) {
      return StageOutcome.succeeded(recording.toolAnswer());
    }
  }

  private static Replay.Outcome replay(
      SlotJournal journal, Blueprint blueprint, List<RecordedRun> recorded) {
    return new Replay(
            journal.task(),
            blueprint,
            blueprint,
            new Recording(Map.of()),
            RecordedOverrides.NONE,
            recording ->
                List.of(
                    new GraphStages(Teams.CONFIG),
                    new PlainStages(),
                    new ApprovalStages(recording, Teams.CONFIG),
                    new Answers(recording)),
            new StageMemory(null),
            Teams.CONFIG)
        .of(recorded);
  }

  private static SlotJournal run(long seed, Random random, Graphs.Graph graph) {
    SlotJournal journal = new SlotJournal(graph.blueprint());
    new GraphsProperty(seed, random, graph, journal).run();
    return journal;
  }

  @Test
  void whatWasRecordedComesToTheSameAgain() {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      SlotJournal journal = run(seed, random, graph);
      Replay.Outcome outcome = replay(journal, graph.blueprint(), journal.recorded());
      assertThat(outcome.stages())
          .as("seed %d of %s", seed, graph.row())
          .hasSameSizeAs(journal.recorded())
          .allMatch(ReplayedStage::same);
      assertThat(outcome.status()).as("seed " + seed).isEqualTo(journal.status());
      assertThat(outcome.unrecorded()).as("seed " + seed).isEmpty();
    }
  }

  @Test
  void anotherAnswerIsToldAndNeverBreaksTheReplay() {
    int planted = 0;
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      SlotJournal journal = run(seed, random, graph);
      List<RecordedRun> recorded = new ArrayList<>(journal.recorded());
      int place = random.nextInt(recorded.size());
      RecordedRun run = recorded.get(place);
      if (run.kind() != StageKind.AGENT || run.output() == null || run.way() == null) {
        continue;
      }
      planted++;
      Way elsewhere =
          new Way(List.of(new Way.Taken("nowhere", 99, null)), null, false, null, null, null);
      recorded.set(place, with(run, elsewhere));
      Replay.Outcome outcome = replay(journal, graph.blueprint(), recorded);
      assertThat(outcome.stages().get(place).differences())
          .as("seed " + seed)
          .anyMatch(it -> it.path().startsWith("/way/next"));
      assertThat(outcome.stages().subList(0, place)).allMatch(ReplayedStage::same);
    }
    assertThat(planted).isGreaterThan(GRAPHS / 30);
  }

  @Test
  void anAnswerThatWasNeverGivenLeadsElsewhere() {
    int elsewhere = 0;
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      SlotJournal journal = run(seed, random, graph);
      List<RecordedRun> recorded = new ArrayList<>(journal.recorded());
      int place = random.nextInt(recorded.size());
      RecordedRun run = recorded.get(place);
      if (run.kind() != StageKind.AGENT || run.output() == null) {
        continue;
      }
      boolean good = run.output().path("good").asBoolean();
      recorded.set(place, answering(run, !good));
      Replay.Outcome outcome = replay(journal, graph.blueprint(), recorded);
      if (outcome.stages().stream().anyMatch(it -> !it.same())) {
        elsewhere++;
      }
    }
    assertThat(elsewhere).isGreaterThan(GRAPHS / 30);
  }

  private static RecordedRun with(RecordedRun run, Way way) {
    return new RecordedRun(
        run.id(),
        run.name(),
        run.kind(),
        run.status(),
        run.attempt(),
        run.round(),
        run.branch(),
        run.model(),
        run.output(),
        run.rawOutput(),
        run.repairs(),
        run.failure(),
        way,
        run.startedAt(),
        run.finishedAt(),
        run.copied());
  }

  private static RecordedRun answering(RecordedRun run, boolean good) {
    return new RecordedRun(
        run.id(),
        run.name(),
        run.kind(),
        run.status(),
        run.attempt(),
        run.round(),
        run.branch(),
        run.model(),
        Json.object().put("good", good),
        run.rawOutput(),
        run.repairs(),
        run.failure(),
        run.way(),
        run.startedAt(),
        run.finishedAt(),
        run.copied());
  }
}
