package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.gamelan.engine.TaskStatus;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks are found by words of their titles, whatever state they are in. */
class TaskSearchIT {
  private static final UUID BLUEPRINT = Ids.next();

  private final Database database = TestDatabase.get();

  @BeforeEach
  void makeTasks() {
    execute("truncate task cascade");
    for (TaskStatus status : TaskStatus.values()) {
      execute(
          """
          insert into task (id, title, description, workflow, blueprint_id, status, created_by)
          values (?, ?, 'Count the violins', 'two', ?, ?, 'somebody')
          """,
          Ids.next(),
          "Tune a " + status.id() + " gong",
          BLUEPRINT,
          status.id());
    }
  }

  @Test
  void inEveryState() {
    assertThat(found("gong tune", Set.of())).hasSize(TaskStatus.values().length);
    assertThat(found("viol", Set.of())).hasSize(TaskStatus.values().length);
    assertThat(found("olin", Set.of())).isEmpty();
    for (TaskStatus status : TaskStatus.values()) {
      assertThat(found("tu " + status.id(), Set.of())).containsExactly(status);
      assertThat(found("gong", Set.of(status))).containsExactly(status);
    }
  }

  @Test
  void whoHasEndedIsFoundByWordsTheOthersByTheirPhase() {
    execute("update task set status = 'succeeded' where status = 'running'");
    assertThat(found("tune running", Set.of())).containsExactly(TaskStatus.SUCCEEDED);
    execute(
        """
        insert into task (id, title, workflow, blueprint_id, status, created_by)
        select gen_random_uuid(), 'Tune no. ' || n, 'two', ?, 'succeeded', 'somebody'
        from generate_series(1, 5000) n
        """,
        BLUEPRINT);
    execute("analyze task");
    String plan =
        database.inTransaction(
            tx -> {
              List<String> rows =
                  Sql.query(
                      tx.connection(),
                      "explain select id from task where true" + TaskRows.FOUND,
                      row -> row.getString(1),
                      "4711:*",
                      "4711:*");
              return String.join("\n", rows);
            });
    assertThat(plan).contains("BitmapOr", "task_text", "task_phase").doesNotContain("Seq Scan");
  }

  private List<TaskStatus> found(String text, Set<TaskStatus> statuses) {
    TaskFilter filter = new TaskFilter(statuses, null, text);
    return database.inTransaction(tx -> TaskRows.list(tx.connection(), filter, null, 50)).stream()
        .map(Task::status)
        .toList();
  }

  private void execute(String sql, Object... values) {
    database.inTransaction(tx -> Sql.update(tx.connection(), sql, values));
  }
}
