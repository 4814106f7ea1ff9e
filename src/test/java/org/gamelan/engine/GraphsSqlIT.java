package org.gamelan.engine;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.gamelan.engine.journal.Blueprints;
import org.gamelan.engine.journal.SqlRunJournal;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** The same as {@link GraphsPropertyTest}, on PostgreSQL. */
class GraphsSqlIT {
  private static final int GRAPHS = Integer.getInteger("gamelan.graphs.sql", 15);

  private final Database database = TestDatabase.get();
  private final Blueprints blueprints = new Blueprints();

  @Test
  void randomGraphsRunInTheDatabaseAsTheModelSays() {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Random random = new Random(seed);
      Graphs.Graph graph = Graphs.random(random);
      try {
        new GraphsProperty(seed, random, graph, new Stored(graph.blueprint())).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("Seed " + seed + " of " + graph.row(), e);
      }
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
                      where task_id = ? and status <> 'waiting'
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
      return Integer.parseInt(text("select count(*) from stage_work where task_id = ?"));
    }

    private String text(String sql) {
      return database.inTransaction(
          tx -> Sql.find(tx.connection(), sql, row -> row.getString(1), task).orElseThrow());
    }
  }
}
