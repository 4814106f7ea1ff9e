package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.journal.Blueprints;
import org.gamelan.engine.journal.SqlApprovals;
import org.gamelan.engine.journal.SqlRunJournal;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.task.DecidingPeople;
import org.gamelan.testing.TestDatabase;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.Test;

/** The same as {@link GraphsPropertyTest}, on PostgreSQL. */
class GraphsSqlIT {
  private static final int GRAPHS = Integer.getInteger("gamelan.graphs.sql", 15);
  private static final int FORKS = 2 * GRAPHS;

  private final Database database = TestDatabase.get();
  private final Blueprints blueprints = new Blueprints();
  private final DecidingPeople people = new DecidingPeople(database, blueprints);

  @Test
  void randomGraphsRunInTheDatabaseAsTheModelSays() {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      try {
        Stored stored = new Stored(graph.blueprint());
        new GraphsProperty(seed, random, graph, stored).run();
        assertThat(stored.doubled()).as("runs that were stored twice").isEmpty();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Seed " + seed + " of " + graph.row(), e);
      }
    }
  }

  @Test
  void twoNodesThatEndBranchesOfOneForkAtTheSameMomentBeginTheJoinOnce() throws Exception {
    for (int round = 0; round < FORKS; round++) {
      Blueprint blueprint = spread(2 + round % 5);
      Stored stored = new Stored(blueprint);
      SqlRunJournal other = new SqlRunJournal(database, blueprints);
      List<Node> nodes = List.of(new Node(stored.journal()), new Node(other));
      nodes.get(0).finish(nodes.get(0).claim(1));
      // A wake-up that comes twice finds nothing that is not due.
      List<List<Claimed>> branches = new ArrayList<>(List.of(new ArrayList<>(), new ArrayList<>()));
      for (int i = 0; i <= blueprint.stages().size(); i++) {
        branches.get(i % 2).addAll(nodes.get(i % 2).claim(1));
      }
      CyclicBarrier together = new CyclicBarrier(2);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      List<Future<Integer>> begun = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Node node = nodes.get(i);
        List<Claimed> mine = branches.get(i);
        begun.add(
            threads.submit(
                () -> {
                  together.await();
                  return node.finish(mine);
                }));
      }
      int begunAtOnce = 0;
      for (Future<Integer> each : begun) {
        begunAtOnce += each.get();
      }
      threads.shutdown();
      List<Claimed> join = new ArrayList<>(nodes.get(0).claim(9));
      join.addAll(nodes.get(1).claim(9));
      assertThat(begunAtOnce + join.size()).as("joins of round " + round).isEqualTo(1);
      assertThat(join.get(0).run().name()).isEqualTo("gather");
      assertThat(join.get(0).state().history()).hasSize(1 + blueprint.stages().size() - 2);
      nodes.get(0).finish(join);
      assertThat(stored.status()).isEqualTo(TaskStatus.SUCCEEDED);
      assertThat(stored.left()).isZero();
    }
  }

  /** A fork of so many branches of one stage each, and their join. */
  private static Blueprint spread(int width) {
    Map<String, StageDefinition> stages = new LinkedHashMap<>();
    List<Edge> edges = new ArrayList<>();
    stages.put("spread", stage("spread", StageKind.FORK, Json.object()));
    for (int i = 1; i <= width; i++) {
      stages.put("b" + i, stage("b" + i, StageKind.AGENT, Json.object()));
      edges.add(Edge.plain("spread", "b" + i));
      edges.add(Edge.plain("b" + i, "gather"));
    }
    stages.put("gather", stage("gather", StageKind.JOIN, Json.object().put("of", "spread")));
    WorkflowDefinition workflow =
        new WorkflowDefinition("random", 1, "spread", edges, List.of("gather"));
    return new Blueprint(workflow, "spread", List.of("gather"), stages, Map.of(), Map.of());
  }

  private static StageDefinition stage(String name, StageKind kind, JsonNode settings) {
    return new StageDefinition(
        name,
        kind,
        null,
        null,
        null,
        null,
        null,
        null,
        RetryPolicy.NONE,
        InvalidOutputPolicy.DEFAULT,
        settings);
  }

  /** One of several nodes. */
  private static final class Node {
    private final RunJournal journal;
    private final UUID id = Ids.next();
    private final Steps steps = new Steps(() -> 0.0);
    private final long epoch;

    Node(RunJournal journal) {
      this.journal = journal;
      this.epoch = journal.join(id, "test");
    }

    List<Claimed> claim(int most) {
      return journal.claim(id, epoch, most).runs();
    }

    /** Ends runs in one commit; tells how many joins went on here at once. */
    int finish(List<Claimed> runs) {
      List<Completion> all = new ArrayList<>();
      for (Claimed claimed : runs) {
        StageOutcome outcome = StageOutcome.succeeded(Json.object().put("by", id.toString()));
        Step step = steps.after(claimed, outcome);
        RunState after = claimed.state().with(Finished.of(claimed.run(), outcome, step.way()));
        all.add(new Completion(claimed.run(), after, outcome, step, false, 1));
      }
      Map<UUID, Committed> results = journal.commit(id, epoch, all);
      assertThat(results).hasSize(runs.size());
      return (int)
          results.values().stream()
              .flatMap(committed -> committed.claimed().stream())
              .filter(claimed -> claimed.run().kind() == StageKind.JOIN)
              .count();
    }
  }

  /** One task in the database. */
  private final class Stored implements GraphsProperty.Journal {
    private final RunJournal journal = new SqlRunJournal(database, blueprints);
    private final UUID task = Ids.next();

    Stored(Blueprint blueprint) {
      database.inTransaction(
          tx -> {
            Sql.update(
                tx.connection(),
                "truncate task, stage_work, stage_run, stage_call, event, node cascade");
            UUID pinned = blueprints.save(tx.connection(), blueprint);
            UUID run = Ids.next();
            Sql.update(
                tx.connection(),
                """
                insert into task (id, title, priority, workflow, blueprint_id, status, created_by)
                values (?, 'A task', 5, 'random', ?, 'queued', 'somebody')
                """,
                task,
                pinned);
            return Sql.update(
                tx.connection(),
                """
                insert into stage_work (slot, run_id, task_id, name, kind, status, priority,
                  ready_at)
                values (?, ?, ?, ?, ?, 'ready', 5, clock_timestamp())
                """,
                run,
                run,
                task,
                blueprint.start(),
                blueprint.stage(blueprint.start()).kind().id());
          });
    }

    @Override
    public RunJournal journal() {
      return journal;
    }

    @Override
    public List<String> open() {
      return database.inTransaction(
          tx ->
              Sql.query(
                      tx.connection(),
                      """
                      select branch || ':' || name from stage_work
                      where task_id = ? and (status <> 'waiting' or kind = 'approval')
                      """,
                      row -> row.getString(1),
                      task)
                  .stream()
                  .sorted()
                  .toList());
    }

    @Override
    public TaskStatus status() {
      return TaskStatus.of(text("select status from task where id = ?"));
    }

    @Override
    public int left() {
      return Integer.parseInt(text("select count(*) from stage_work where task_id = ?"))
          + asked().size();
    }

    List<String> doubled() {
      String sql =
          """
          select name from stage_run where task_id = ?
          group by name, round, attempt, branch having count(*) > 1
          """;
      return database.inTransaction(
          tx -> Sql.query(tx.connection(), sql, row -> row.getString(1), task));
    }

    @Override
    public List<GraphsProperty.Asked> asked() {
      return database.inTransaction(
          tx ->
              Sql.query(
                  tx.connection(),
                  """
                  select run_id, stage, shown from approval
                  where task_id = ? and status = 'pending' order by stage, branch
                  """,
                  row ->
                      new GraphsProperty.Asked(
                          Sql.id(row, "run_id"), row.getString("stage"), row.getString("shown")),
                  task));
    }

    @Override
    public boolean decide(GraphsProperty.Asked asked, String verdict) {
      return verdict.equals(GraphParts.EXPIRE)
          ? people.expire(asked.run())
          : people.decide(task, asked.run(), asked.stage(), asked.shown(), verdict);
    }

    @Override
    public ApprovalStore approvals() {
      return new SqlApprovals(database);
    }

    private String text(String sql) {
      return database.inTransaction(
          tx -> Sql.find(tx.connection(), sql, row -> row.getString(1), task).orElseThrow());
    }
  }
}
