package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A log that comes from another cluster, whose transactions had higher numbers. */
class RestoredLogIT {
  private final Database database = TestDatabase.get();
  private final EventLog log = new EventLog(database);
  private final UUID task = Ids.next();

  @Test
  void whatWasLoggedElsewhereComesFirstOnceTheRestoreIsTold() {
    append("before.one", "before.two");
    run("update event set tx = '999999999999' where task_id = '" + task + "'");
    append("after");
    assertThat(types()).containsExactly("after");

    int era = log.era();
    run("select restored()");
    assertThat(types()).containsExactly("before.one", "before.two", "after");
    assertThat(log.era()).isEqualTo(era + 1);
    append("later");
    assertThat(types()).containsExactly("before.one", "before.two", "after", "later");
  }

  private void append(String... types) {
    database.inTransaction(
        tx -> {
          for (String type : types) {
            EventLog.append(
                tx.connection(), List.of(new NewEvent("tasks", type, task, task, Json.object())));
          }
          return null;
        });
  }

  private void run(String sql) {
    database.inTransaction(
        tx -> {
          try (var statement = tx.connection().createStatement()) {
            statement.execute(sql);
          }
          return null;
        });
  }

  private List<String> types() {
    return log.ofTask(task, null, 10).stream().map(Event::type).toList();
  }
}
