package org.gamelan.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.gamelan.event.Event;
import org.gamelan.event.EventLog;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What an installation holds is carried over to rows that are kept in fewer bytes. */
class CompactMigrationIT {
  private static final UUID TASK = Ids.next();
  private static final UUID RUN = Ids.next();
  private static final UUID SLOT = Ids.next();

  private static final String BLUEPRINT =
      "insert into blueprint (id, hash, body) values (gen_random_uuid(), '\\x01', '{}')";

  private static final String TASKS =
      """
      insert into task (id, title, blueprint_id, status, created_by, wants)
      select case when s = 'running' then ?::uuid else gen_random_uuid() end, s, b.id, s, 'me', 'any:5'
      from blueprint b, unnest('{pending,queued,running,waiting,paused,succeeded,failed,cancelled}'::text[]) s
      """;

  private static final String ENDED =
      """
      insert into stage_run (id, task_id, name, kind, status, agent, model, started_at, finished_at)
      values (?, ?, 'one', 'agent', 'succeeded', 'writer', 'default', now(), now())
      """;

  private static final String OPEN =
      """
      insert into stage_work (slot, task_id, run_id, name, kind, status, hold, attempt, round, branch,
        priority, ready_at, node_id, epoch, fence, agent, waiting_for, started_at, failure, expected,
        arrived, failed, overridden)
      values (?, ?, gen_random_uuid(), 'two', 'join', 'waiting', true, 2, 3, 'fork/a', 7, now(), ?, 4,
        5, 'writer', 'branches', now(), '{"kind":"timeout"}', 6, 1, 1, true)
      """;

  private static final String TOLD =
      """
      insert into event (topic, task_id, data)
      values ('tasks', ?, '[{"type":"stage.finished","data":{"stage":"one"}},{"type":"b"}]')
      """;

  private static final String CALL =
      """
      insert into model_call (at, task_id, alias, provider, model, tokens_in, tokens_out,
        tokens_cached, latency_ms, outcome)
      values (now(), ?, 'default', 'p', 'm', 1, 2, 0, 7, 'succeeded')
      """;

  private static final String PLACE =
      """
      select (to_jsonb(w) - 'ready_at' - 'started_at' - 'run_id')::text as place,
        ready_at is not null and started_at is not null as timed
      from stage_work w
      """;

  private static final String PHASES =
      "select string_agg(status || ' ' || phase::text, ', ' order by status) from task";

  @Test
  void whatIsThereStays() {
    PGSimpleDataSource source = TestDatabase.createEmpty("compact");
    Database database = new Database(source);
    migrate(source, "16");
    update(database, BLUEPRINT);
    update(database, TASKS, TASK);
    update(database, ENDED, RUN, TASK);
    update(database, OPEN, SLOT, TASK, RUN);
    update(database, TOLD, TASK);
    update(database, CALL, TASK);
    String place = one(database, PLACE);
    String id = one(database, "select '1-' || tx || '-' || seq || '-1' from event");

    migrate(source, "17");

    assertThat(one(database, PLACE)).isEqualTo(place).contains(SLOT.toString());
    assertThat(one(database, PHASES))
        .isEqualTo(
            "cancelled c, failed f, paused o, pending p, queued o, running o, succeeded s, waiting"
                + " o");
    List<Event> told = new EventLog(database).ofTask(TASK, null, 10);
    assertThat(told).extracting(Event::type).containsExactly("stage.finished", "b");
    assertThat(told.get(0).getId()).isEqualTo(id);
    assertThat(new EventLog(database).ofTask(TASK, id, 10))
        .extracting(Event::getId)
        .containsExactly(told.get(1).getId());
    assertThat(one(database, "select count(*) || ' ' || sum(tokens_out) from counted_call"))
        .isEqualTo("1 2");
    assertThat(one(database, "select string_agg(name || ' ' || status, ', ') from stage"))
        .isEqualTo("one succeeded, two waiting");
  }

  private static void migrate(PGSimpleDataSource source, String version) {
    Flyway.configure()
        .dataSource(source)
        .locations("filesystem:db/migration")
        .target(version)
        .load()
        .migrate();
  }

  private static void update(Database database, String sql, Object... values) {
    int rows = database.inTransaction(tx -> Sql.update(tx.connection(), sql, values));
    assertThat(rows).isPositive();
  }

  private static String one(Database database, String sql) {
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), sql, row -> row.getString(1)).orElseThrow());
  }
}
