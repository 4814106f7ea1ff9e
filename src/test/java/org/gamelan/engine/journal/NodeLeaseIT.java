package org.gamelan.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.gamelan.engine.RunJournal.Renewal;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeLeaseIT {
  private static final Duration EXPIRY = Duration.ofSeconds(10);

  private final Database database = TestDatabase.get();
  private final SqlRunJournal journal = new SqlRunJournal(database, new Blueprints());
  private final UUID node = Ids.next();
  private long epoch;

  @BeforeEach
  void emptyTables() {
    execute("truncate stage_work, node");
    epoch = journal.join(node, "test");
  }

  @Test
  void aNodeKnowsWhetherItIsAlone() {
    assertThat(journal.renew(node, epoch, EXPIRY)).isEqualTo(Renewal.ALONE);
    UUID other = Ids.next();
    long otherEpoch = journal.join(other, "other");
    assertThat(journal.renew(node, epoch, EXPIRY)).isEqualTo(Renewal.AMONG_OTHERS);
    assertThat(journal.renew(other, otherEpoch, EXPIRY)).isEqualTo(Renewal.AMONG_OTHERS);
    fallSilent(other);
    assertThat(journal.renew(node, epoch, EXPIRY)).isEqualTo(Renewal.ALONE);
  }

  @Test
  void anEpochThatEndedIsNotRenewed() {
    long next = journal.join(node, "test");
    assertThat(journal.renew(node, epoch, EXPIRY)).isEqualTo(Renewal.REFUSED);
    assertThat(journal.renew(node, next, EXPIRY)).isEqualTo(Renewal.ALONE);
  }

  @Test
  void runsOfDeadNodesAreTakenBack() {
    UUID run = begin(epoch);
    assertThat(journal.recover(EXPIRY)).isZero();
    fallSilent(node);
    assertThat(journal.recover(EXPIRY)).isEqualTo(1);
    assertThat(status(run)).isEqualTo("ready");
  }

  @Test
  void whatWasBegunUnderAnEpochThatHadJustEndedIsTakenBack() {
    long next = journal.join(node, "test");
    UUID late = begin(epoch);
    UUID current = begin(next);
    assertThat(journal.recover(EXPIRY)).isEqualTo(1);
    assertThat(status(late)).isEqualTo("ready");
    assertThat(status(current)).isEqualTo("running");
  }

  private UUID begin(long under) {
    UUID run = Ids.next();
    execute(
        """
        insert into stage_work (slot, run_id, task_id, name, kind, status, priority, ready_at,
          node_id, epoch, fence, started_at)
        values (?, ?, ?, 'first', 'agent', 'running', 5, clock_timestamp(), ?, ?, 1,
          clock_timestamp())
        """,
        run,
        run,
        Ids.next(),
        node,
        under);
    return run;
  }

  private void fallSilent(UUID which) {
    execute(
        "update node set heartbeat_at = clock_timestamp() - interval '11 s' where id = ?", which);
  }

  private String status(UUID run) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select status from stage_work where slot = ?",
                    row -> row.getString(1),
                    run)
                .orElseThrow());
  }

  private void execute(String sql, Object... values) {
    database.inTransaction(tx -> Sql.update(tx.connection(), sql, values));
  }
}
