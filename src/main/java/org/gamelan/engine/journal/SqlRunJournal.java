package org.gamelan.engine.journal;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.engine.RunJournal;
import org.gamelan.engine.TaskOverride;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.CallRows;
import org.gamelan.tool.ToolEffect;

/** The journal in PostgreSQL. */
@ApplicationScoped
public class SqlRunJournal implements RunJournal {
  private static final String JOIN =
      """
      insert into node (id, epoch, name, started_at, heartbeat_at)
      values (?, 1, ?, clock_timestamp(), clock_timestamp())
      on conflict (id) do update set
        epoch = node.epoch + 1, name = excluded.name,
        started_at = excluded.started_at, heartbeat_at = excluded.heartbeat_at
      returning epoch
      """;

  private static final String TAKE_BACK =
      """
      update stage_work set status = 'ready', node_id = null, epoch = null, fence = fence + 1,
        ready_at = least(ready_at, clock_timestamp())
      where status = 'running' and
      """;

  private final Database database;
  private final Blueprints blueprints;
  private final ClaimStatement claims;

  protected SqlRunJournal() {
    this(null, null);
  }

  @Inject
  public SqlRunJournal(Database database, Blueprints blueprints) {
    this.database = database;
    this.blueprints = blueprints;
    this.claims = new ClaimStatement(blueprints);
  }

  @Override
  public long join(UUID node, String name) {
    return database.inTransaction(
        tx -> {
          long epoch =
              Sql.find(tx.connection(), JOIN, row -> row.getLong(1), node, name).orElseThrow();
          Sql.update(tx.connection(), TAKE_BACK + " node_id = ? and epoch < ?", node, epoch);
          return epoch;
        });
  }

  @Override
  public Renewal renew(UUID node, long epoch, Duration expiry) {
    String sql =
        """
        update node set heartbeat_at = clock_timestamp() where id = ? and epoch = ?
        returning exists (select from node other where other.id <> node.id
          and other.heartbeat_at >= statement_timestamp() - ? * interval '1 ms')
        """;
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    sql,
                    row -> row.getBoolean(1) ? Renewal.AMONG_OTHERS : Renewal.ALONE,
                    node,
                    epoch,
                    expiry.toMillis())
                .orElse(Renewal.REFUSED));
  }

  @Override
  public int recover(Duration expiry) {
    String dead =
        """
         exists (select from node where id = node_id and (epoch > stage_work.epoch
           or heartbeat_at < statement_timestamp() - ? * interval '1 ms'))
        """;
    return database.inTransaction(
        tx -> Sql.update(tx.connection(), TAKE_BACK + dead, expiry.toMillis()));
  }

  @Override
  public Claim claim(UUID node, long epoch, int max) {
    return database.inTransaction(tx -> claims.run(tx.connection(), node, epoch, max));
  }

  @Override
  public Map<UUID, Committed> commit(UUID node, long epoch, List<Completion> completions) {
    if (!CommitStatement.isAlone(completions)) {
      return database.inTransaction(commitment(node, epoch, completions, false));
    }
    try {
      return database.inOneStatement(commitment(node, epoch, completions, true));
    } catch (DatabaseException e) {
      if (!e.hasState(CommitStatement.GONE)) {
        throw e;
      }
      // The account of its call is written by a second statement: both are, or none.
      return database.inTransaction(commitment(node, epoch, completions, false));
    }
  }

  private Database.Work<Map<UUID, Committed>> commitment(
      UUID node, long epoch, List<Completion> completions, boolean alone) {
    return tx -> {
      PinStatement pins = new PinStatement(blueprints);
      Map<UUID, Committed> committed =
          new CommitStatement(node, epoch, completions, pins, alone).run(tx.connection());
      tx.afterCommit(pins::remember);
      return committed;
    };
  }

  @Override
  public Set<UUID> held(UUID node, long epoch) {
    String sql =
        "select run_id from stage_work where status = 'running' and node_id = ? and epoch = ?";
    return database.inTransaction(
        tx ->
            new HashSet<>(
                Sql.query(tx.connection(), sql, row -> Sql.id(row, "run_id"), node, epoch)));
  }

  @Override
  public int giveBack(UUID node, long epoch, Set<UUID> runs) {
    return database.inTransaction(
        tx ->
            Sql.update(
                tx.connection(),
                TAKE_BACK + " node_id = ? and epoch = ? and run_id = any (?)",
                node,
                epoch,
                runs.toArray(UUID[]::new)));
  }

  @Override
  public int hurry(String waitingFor) {
    String sql =
        """
        update stage_work set ready_at = clock_timestamp()
        where status = 'ready' and waiting_for = ? and ready_at > statement_timestamp()
        """;
    return database.inTransaction(tx -> Sql.update(tx.connection(), sql, waitingFor));
  }

  @Override
  public List<TaskOverride> overrides(UUID task) {
    return database.inTransaction(
        tx -> OverrideRows.of(tx.connection(), List.of(task)).getOrDefault(task, List.of()));
  }

  @Override
  public String taskClass(UUID task) {
    String sql = "select coalesce(task_config, pipeline, workflow) from task where id = ?";
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), sql, row -> row.getString(1), task).orElse(""));
  }

  @Override
  public Map<Integer, JsonNode> finishedCalls(UUID run) {
    String sql =
        "select number, answer from stage_call where stage_run_id = ? and finished_at is not null";
    return database.inTransaction(
        tx -> {
          Map<Integer, JsonNode> calls = new HashMap<>();
          Sql.query(
              tx.connection(),
              sql,
              row -> calls.put(row.getInt(1), Json.parseOwn(row.getString(2))),
              run);
          return calls;
        });
  }

  @Override
  public Optional<OpenCall> startCall(UUID run, int number, String name, String effect) {
    String sql =
        """
        insert into stage_call (stage_run_id, number, name, effect) values (?, ?, ?, ?)
        on conflict (stage_run_id, number) do nothing
        """;
    return database.inTransaction(
        tx -> {
          if (Sql.update(tx.connection(), sql, run, number, name, effect) == 1) {
            return Optional.empty();
          }
          return unfinished(tx.connection(), run, number);
        });
  }

  private static Optional<OpenCall> unfinished(Connection connection, UUID run, int number)
      throws SQLException {
    return Sql.find(
        connection,
        """
        select name, failed_by from stage_call
        where stage_run_id = ? and number = ? and finished_at is null
        """,
        row -> new OpenCall(row.getString("name"), row.getString("failed_by")),
        run,
        number);
  }

  @Override
  public void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries) {
    database.inTransaction(
        tx -> {
          CallRows.insert(tx.connection(), entries);
          return finish(
              tx.connection(),
              run,
              ARRANGEMENT,
              "arrangement",
              ToolEffect.NONE.name(),
              arrangement);
        });
  }

  @Override
  public void finishCall(UUID run, int number, String name, String effect, JsonNode answer) {
    database.inTransaction(tx -> finish(tx.connection(), run, number, name, effect, answer));
  }

  private static int finish(
      Connection connection, UUID run, int number, String name, String effect, JsonNode answer)
      throws SQLException {
    return Sql.update(
        connection,
        """
        insert into stage_call (stage_run_id, number, name, effect, finished_at, answer)
        values (?, ?, ?, ?, clock_timestamp(), ?::json)
        on conflict (stage_run_id, number) do update set
          finished_at = excluded.finished_at, answer = excluded.answer
        """,
        run,
        number,
        name,
        effect,
        Json.write(answer));
  }
}
