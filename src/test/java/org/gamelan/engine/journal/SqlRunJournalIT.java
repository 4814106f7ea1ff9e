package org.gamelan.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Finished;
import org.gamelan.engine.RunCalls.OpenCall;
import org.gamelan.engine.RunJournal.Claim;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Committed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.Event;
import org.gamelan.event.EventLog;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.CallLedger;
import org.gamelan.provider.CallRecord;
import org.gamelan.provider.TokenUsage;
import org.gamelan.testing.TestDatabase;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRunJournalIT {
  private static final StageOutcome DONE =
      new StageOutcome(
          StageStatus.SUCCEEDED,
          Json.object().put("text", "it's done \"well\""),
          null,
          List.of(),
          "writer",
          "default",
          new TokenUsage(10, 20),
          null,
          null,
          null);

  private final Database database = TestDatabase.get();
  private final Blueprints blueprints = new Blueprints();
  private final SqlRunJournal journal = new SqlRunJournal(database, blueprints);
  private final UUID node = Ids.next();
  private long epoch;

  @BeforeEach
  void emptyTables() {
    database.inTransaction(
        tx ->
            Sql.update(
                tx.connection(),
                "truncate task, stage_work, stage_run, stage_call, event, node cascade"));
    epoch = journal.join(node, "test");
  }

  @Test
  void aClaimTakesTheMostUrgentRunFirstThenTheOldest() {
    UUID old = task(5, "queued");
    UUID urgent = task(9, "queued");
    task(5, "queued");

    Claim claim = journal.claim(node, epoch, 2);

    assertThat(claim.runs()).extracting(it -> it.run().task()).containsExactly(urgent, old);
    assertThat(claim.more()).isTrue();
    assertThat(status(old)).isEqualTo("running");
    assertThat(claim.runs().get(0).run().fence()).isEqualTo(1);
    assertThat(claim.runs().get(0).state().task().title()).isEqualTo("A task");
  }

  @Test
  void aRunIsNeverClaimedTwice() {
    task(5, "queued");
    assertThat(journal.claim(node, epoch, 10).runs()).hasSize(1);
    assertThat(journal.claim(node, epoch, 10).runs()).isEmpty();
  }

  @Test
  void runsOfPausedTasksAreLeftAlone() {
    task(5, "paused");
    assertThat(journal.claim(node, epoch, 10).runs()).isEmpty();
  }

  @Test
  void aCommitFinishesTheRunAndStartsTheNextInOneGo() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);

    Committed committed = commit(first, DONE, Step.to(List.of(next("second"))), true);

    assertThat(committed.claimed()).hasSize(1);
    assertThat(committed.claimed().get(0).run().name()).isEqualTo("second");
    assertThat(column(task, "first", "status")).isEqualTo("succeeded");
    assertThat(column(task, "first", "tokens_out")).isEqualTo("20");
    assertThat(column(task, "first", "output")).contains("it's done \\\"well\\\"");
    assertThat(column(task, "second", "status")).isEqualTo("running");
    assertThat(committed.claimed().get(0).run().slot()).isEqualTo(first.run().slot());
    assertThat(committed.claimed().get(0).run().fence()).isEqualTo(2);
    assertThat(events(task))
        .containsExactly("task.changed", "stage.started", "stage.finished", "stage.started");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "3, false", "3, true"})
  void runsThatFinishTogetherAreWrittenByOneStatementWithTheirCalls(int tasks, boolean last) {
    IntStream.range(0, tasks).forEach(number -> task(5, "queued"));
    List<Claimed> claimed = journal.claim(node, epoch, 10).runs();
    List<Completion> ends =
        claimed.stream()
            .map(
                each ->
                    new Completion(
                        each.run(),
                        each.state(),
                        DONE,
                        last ? Step.succeed() : Step.to(List.of(next("second"))),
                        true,
                        7,
                        new CallLedger.Entries(List.of(call(each), call(each)), List.of())))
            .toList();

    Map<UUID, Committed> committed = journal.commit(node, epoch, ends);

    assertThat(committed).hasSize(tasks);
    assertThat(committed.values()).allMatch(each -> each.claimed().size() == (last ? 0 : 1));
    for (Claimed each : claimed) {
      UUID task = each.run().task();
      assertThat(status(task)).isEqualTo(last ? "succeeded" : "running");
      assertThat(column(task, "first", "tokens_out")).isEqualTo("20");
      assertThat(calls(task)).isEqualTo(2);
      assertThat(events(task)).contains(last ? "task.changed" : "stage.started");
    }
  }

  /** The same end, once told by the row of the run and once by a row of the log. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theRowOfARunTellsWhatARowOfTheLogWould(boolean kept) {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    UUID id = kept ? Ids.after(first.run().id()) : Ids.next();
    Step.Next next = new Step.Next(id, "sec\"ond", StageKind.TOOL, 1, 1, null, null, Duration.ZERO);
    Claimed second = commit(first, DONE, Step.to(List.of(next)), true).claimed().get(0);
    commit(second, DONE, Step.succeed(), true);

    List<Event> told = new EventLog(database).ofTask(task, null, 100);

    assertThat(count("select count(*) from event where task_id = ?", task)).isEqualTo(kept ? 1 : 2);
    assertThat(told).isSortedAccordingTo(Comparator.comparing(Event::position));
    assertThat(told).extracting(Event::topic).containsOnly("tasks");
    assertThat(told)
        .extracting(each -> each.type() + " " + each.subject() + " " + Json.write(each.data()))
        .endsWith(
            "stage.finished "
                + first.run().id()
                + " {\"stage\":\"first\",\"kind\":\"agent\",\"status\":\"succeeded\","
                + "\"agent\":\"writer\",\"durationMs\":7}",
            "stage.started "
                + id
                + " {\"stage\":\"sec\\\"ond\",\"kind\":\"tool\",\"status\":\"running\"}",
            "stage.finished "
                + id
                + " {\"stage\":\"sec\\\"ond\",\"kind\":\"tool\",\"status\":\"succeeded\","
                + "\"agent\":\"writer\",\"durationMs\":7}",
            "task.finished " + task + " {\"status\":\"succeeded\"}");
    List<Event> latest = new EventLog(database).latestOfTask(task, null, 3);
    assertThat(latest).extracting(Event::getId).first().isEqualTo(told.get(5).getId());
    assertThat(new EventLog(database).ofTask(task, told.get(3).getId(), 100))
        .extracting(Event::type)
        .containsExactly("stage.finished", "task.finished");
  }

  @Test
  void theBranchAndTheRoundOfAHopAreTold() {
    UUID task = task(5, "queued");
    database.inTransaction(
        tx ->
            Sql.update(
                tx.connection(),
                "update stage_work set branch = 'fork/a', round = 3 where task_id = ?",
                task));
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    UUID id = Ids.after(first.run().id());
    commit(
        first,
        DONE,
        Step.to(
            List.of(new Step.Next(id, "b", StageKind.AGENT, 1, 3, "fork/a", null, Duration.ZERO))),
        true);

    assertThat(new EventLog(database).ofTask(task, null, 100))
        .extracting(each -> Json.write(each.data()))
        .endsWith(
            "{\"stage\":\"first\",\"kind\":\"agent\",\"status\":\"succeeded\","
                + "\"branch\":\"fork/a\",\"round\":3,\"agent\":\"writer\",\"durationMs\":7}",
            "{\"stage\":\"b\",\"kind\":\"agent\",\"status\":\"running\","
                + "\"branch\":\"fork/a\",\"round\":3}");
    assertThat(count("select count(*) from event where task_id = ?", task)).isEqualTo(1);
  }

  @Test
  void whatWouldFollowOnAPausedTaskIsNotToldByTheRunsRowEither() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    pause(task);
    UUID id = Ids.after(first.run().id());
    Step.Next next = new Step.Next(id, "b", StageKind.AGENT, 1, 1, null, null, Duration.ZERO);
    commit(first, DONE, Step.to(List.of(next)), true);

    assertThat(events(task)).containsExactly("task.changed", "stage.started", "stage.finished");
  }

  @Test
  void theDatabaseKnowsTheIdOfWhatFollowsToo() {
    for (UUID id :
        List.of(Ids.next(), Ids.next(), UUID.fromString("01a1fc26-ab4c-7443-8071-ffffffffffff"))) {
      UUID after =
          database.inTransaction(
              tx ->
                  Sql.find(
                          tx.connection(), "select id_after(?) as id", row -> Sql.id(row, "id"), id)
                      .orElseThrow());
      assertThat(after).isEqualTo(Ids.after(id));
    }
  }

  @Test
  void theAccountOfTheOnlyCallOfARunIsKeptWithIt() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    end(first, own(first));

    assertThat(calls(task)).isEqualTo(1);
    assertThat(count("select count(*) from model_call where task_id = ?", task)).isZero();
    String account =
        database.inTransaction(
            tx ->
                Sql.find(
                        tx.connection(),
                        "select concat_ws(' ', agent, alias, provider, tokens_in, tokens_out,"
                            + " tokens_cached, coalesce(cost, 0), latency_ms, outcome)"
                            + " from counted_call where task_id = ?",
                        row -> row.getString(1),
                        task)
                    .orElseThrow());
    assertThat(account).isEqualTo("writer default scripted 10 20 3 0 12 succeeded");
  }

  @Test
  void aCallIsCountedAlsoWhenItsRunWasTakenAway() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    journal.join(node, "test");

    assertThat(end(first, own(first))).isEmpty();

    assertThat(calls(task)).isEqualTo(1);
    assertThat(count("select count(*) from model_call where task_id = ?", task)).isEqualTo(1);
    assertThat(column(task, "first", "status")).isEqualTo("ready");
  }

  /** No crash comes between what belongs to one transaction. */
  @Test
  void theCallOfALostRunIsWrittenWithTheRunsThatEndTogether() {
    List<UUID> tasks = List.of(task(5, "queued"), task(5, "queued"), task(5, "queued"));
    Map<UUID, Claimed> claimed =
        journal.claim(node, epoch, 10).runs().stream()
            .collect(Collectors.toMap(each -> each.run().task(), each -> each));
    takeAway(tasks.get(1));

    Map<UUID, Committed> ended = end(List.copyOf(claimed.values()));

    assertThat(ended.keySet())
        .containsExactlyInAnyOrder(
            claimed.get(tasks.get(0)).run().id(), claimed.get(tasks.get(2)).run().id());
    assertThat(ended.values()).allMatch(each -> each.claimed().size() == 1);
    assertThat(tasks).extracting(this::calls).containsExactly(1, 1, 1);
    assertThat(transactions()).as("of runs that ended and of the lost one's call").hasSize(1);
    assertThat(column(tasks.get(1), "first", "status")).isEqualTo("running");
  }

  @Test
  void whereTheCallOfALostRunCannotBeWrittenNothingIs() {
    List<UUID> tasks = List.of(task(5, "queued"), task(5, "queued"));
    List<Claimed> claimed = journal.claim(node, epoch, 10).runs();
    takeAway(tasks.get(0));
    execute("alter table model_call add constraint nothing check (false) not valid");
    try {
      assertThatThrownBy(() -> end(claimed)).isInstanceOf(DatabaseException.class);
    } finally {
      execute("alter table model_call drop constraint nothing");
    }
    assertThat(tasks).extracting(this::calls).containsExactly(0, 0);
    assertThat(column(tasks.get(1), "first", "status")).isEqualTo("running");

    assertThat(end(claimed)).as("it is tried again").hasSize(1);
    assertThat(tasks).extracting(this::calls).containsExactly(1, 1);
  }

  /** As another node does with the run of one that is late. */
  private void takeAway(UUID task) {
    int taken =
        database.inTransaction(
            tx ->
                Sql.update(
                    tx.connection(),
                    "update stage_work set fence = fence + 1 where task_id = ?",
                    task));
    assertThat(taken).isEqualTo(1);
  }

  private Set<String> transactions() {
    String sql =
        "select xmin::text from stage_run union all select xmin::text from model_call"
            + " where task_id in (select id from task)";
    return database.inTransaction(
        tx -> Set.copyOf(Sql.query(tx.connection(), sql, row -> row.getString(1))));
  }

  private void execute(String sql) {
    database.inTransaction(tx -> Sql.update(tx.connection(), sql));
  }

  private Map<UUID, Committed> end(List<Claimed> claimed) {
    return journal.commit(
        node, epoch, claimed.stream().map(each -> completion(each, own(each))).toList());
  }

  /** The feed reads on from where it is, and a task's page the task's own: neither reads all. */
  @Test
  void eventsOfBothKindsAreFoundByIndexes() {
    String plan =
        database.inTransaction(
            tx -> {
              for (String way : List.of("seqscan", "bitmapscan", "sort")) {
                Sql.query(
                    tx.connection(),
                    "select set_config('enable_' || ?, 'off', true)",
                    row -> row.getString(1),
                    way);
              }
              return String.join(
                  "\n",
                  Sql.query(
                      tx.connection(),
                      "explain select * from event_log where (tx, seq) >= ('5'::xid8, 3) and tx <"
                          + " pg_snapshot_xmin(pg_current_snapshot()) order by tx, seq limit 1000",
                      row -> row.getString(1)));
            });
    assertThat(plan)
        .contains("Merge Append", "Scan using event_order", "Scan using stage_run_order")
        .doesNotContain("->  Sort", "Seq Scan");
  }

  private Map<UUID, Committed> end(Claimed claimed, CallRecord call) {
    return journal.commit(node, epoch, List.of(completion(claimed, call)));
  }

  private static Completion completion(Claimed claimed, CallRecord call) {
    return new Completion(
        claimed.run(),
        claimed.state(),
        DONE,
        Step.to(List.of(next("second"))),
        true,
        7,
        new CallLedger.Entries(List.of(call), List.of()));
  }

  /** A call that says what its run says. */
  private static CallRecord own(Claimed claimed) {
    return new CallRecord(
        claimed.run().startedAt(),
        claimed.run().task(),
        claimed.run().id(),
        "writer",
        null,
        "default",
        "scripted",
        "scripted",
        new TokenUsage(10, 20, 3),
        null,
        12,
        CallRecord.SUCCEEDED);
  }

  private static CallRecord call(Claimed claimed) {
    return new CallRecord(
        Instant.now(),
        claimed.run().task(),
        claimed.run().id(),
        "writer",
        null,
        "default",
        "scripted",
        "scripted",
        new TokenUsage(1, 2),
        new BigDecimal("0.001"),
        12,
        CallRecord.SUCCEEDED);
  }

  private int calls(UUID task) {
    return count("select count(*) from counted_call where task_id = ?", task);
  }

  private int count(String sql, UUID task) {
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), sql, row -> row.getInt(1), task).orElseThrow());
  }

  @Test
  void aLateFinisherChangesNothing() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    long later = journal.join(node, "test");
    assertThat(later).isEqualTo(epoch + 1);

    Completion late = new Completion(first.run(), first.state(), DONE, Step.succeed(), true, 1);
    assertThat(journal.commit(node, epoch, List.of(late))).isEmpty();

    assertThat(status(task)).isEqualTo("running");
    assertThat(column(task, "first", "status")).isEqualTo("ready");
    Claimed again = journal.claim(node, later, 10).runs().get(0);
    assertThat(again.run().id()).isEqualTo(first.run().id());
    assertThat(again.run().fence()).isEqualTo(3);
    assertThat(again.run().resumed()).isTrue();
    assertThat(first.run().resumed()).isFalse();
  }

  @Test
  void theLastStageEndsTheTaskAndNamesItsResult() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    Committed committed = commit(first, DONE, Step.succeed(), true);
    assertThat(committed.task()).isEqualTo(TaskStatus.SUCCEEDED);
    assertThat(status(task)).isEqualTo("succeeded");
    assertThat(events(task)).endsWith("stage.finished", "task.finished");
  }

  @Test
  void whatFollowsWhileATaskIsPausedWaits() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    pause(task);
    Committed committed = commit(first, DONE, Step.to(List.of(next("second"))), true);
    assertThat(committed.claimed()).isEmpty();
    assertThat(column(task, "second", "waiting_for")).isEqualTo("resume");
  }

  @Test
  void theEndOfAPausedTaskIsNotedOnly() {
    UUID task = task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    pause(task);
    assertThat(commit(first, DONE, Step.succeed(), true).task()).isNull();
    assertThat(status(task)).isEqualTo("paused");
  }

  @Test
  void whoeverTakesOverSeesEarlierOutputs() {
    task(5, "queued");
    Claimed first = journal.claim(node, epoch, 10).runs().get(0);
    commit(first, DONE, Step.to(List.of(next("second"))), false);

    UUID other = Ids.next();
    Claimed second = journal.claim(other, journal.join(other, "other"), 10).runs().get(0);

    Map<String, JsonNode> outputs = second.state().outputs();
    assertThat(outputs).containsOnlyKeys("first");
    assertThat(outputs.get("first")).isEqualTo(DONE.output());
  }

  @Test
  void anExternalCallThatNeverReportedIsKnownByName() {
    task(5, "queued");
    UUID run = journal.claim(node, epoch, 10).runs().get(0).run().id();
    assertThat(journal.startCall(run, 0, "mail.send", "EXTERNAL")).isEmpty();
    assertThat(journal.startCall(run, 0, "mail.send", "EXTERNAL"))
        .contains(new OpenCall("mail.send", null));
    journal.finishCall(run, 0, "mail.send", "EXTERNAL", Json.object().put("sent", true));
    assertThat(journal.finishedCalls(run)).containsOnlyKeys(0);
  }

  private Committed commit(Claimed claimed, StageOutcome outcome, Step step, boolean keep) {
    Completion completion =
        new Completion(
            claimed.run(),
            claimed
                .state()
                .with(
                    new Finished(
                        claimed.run().name(),
                        "",
                        1,
                        outcome.status(),
                        outcome.output(),
                        null,
                        null)),
            outcome,
            step,
            keep,
            7);
    return journal.commit(node, epoch, List.of(completion)).get(claimed.run().id());
  }

  private static Step.Next next(String name) {
    return new Step.Next(Ids.next(), name, StageKind.AGENT, 1, 1, null, null, Duration.ZERO);
  }

  private UUID task(int priority, String status) {
    return database.inTransaction(
        tx -> {
          UUID blueprint = blueprints.save(tx.connection(), blueprint());
          UUID id = Ids.next();
          UUID run = Ids.next();
          Sql.update(
              tx.connection(),
              """
              insert into task (id, title, priority, workflow, blueprint_id, status, created_by)
              values (?, 'A task', ?, 'two', ?, ?, 'somebody')
              """,
              id,
              priority,
              blueprint,
              status);
          Sql.update(
              tx.connection(),
              """
              insert into stage_work (slot, run_id, task_id, name, kind, status, priority, ready_at)
              values (?, ?, ?, 'first', 'agent', 'ready', ?, clock_timestamp())
              """,
              run,
              run,
              id,
              priority);
          return id;
        });
  }

  private static Blueprint blueprint() {
    StageDefinition first = stage("first");
    StageDefinition second = stage("second");
    WorkflowDefinition workflow =
        new WorkflowDefinition(
            "two", 1, "first", List.of(Edge.plain("first", "second")), List.of("second"));
    return new Blueprint(
        workflow,
        "first",
        List.of("second"),
        Map.of("first", first, "second", second),
        Map.of(),
        Map.of());
  }

  private static StageDefinition stage(String name) {
    return new StageDefinition(
        name,
        StageKind.AGENT,
        "writer",
        null,
        null,
        null,
        null,
        Duration.ofMinutes(1),
        RetryPolicy.DEFAULT,
        InvalidOutputPolicy.DEFAULT,
        Json.object());
  }

  private void pause(UUID task) {
    database.inTransaction(
        tx -> {
          Sql.update(tx.connection(), "update stage_work set hold = true where task_id = ?", task);
          return Sql.update(
              tx.connection(), "update task set status = 'paused' where id = ?", task);
        });
  }

  private String status(UUID task) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select status from task where id = ?",
                    row -> row.getString(1),
                    task)
                .orElseThrow());
  }

  private String column(UUID task, String stage, String column) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select " + column + " from stage where task_id = ? and name = ?",
                    row -> row.getString(1),
                    task,
                    stage)
                .orElseThrow());
  }

  private List<String> events(UUID task) {
    return new EventLog(database).ofTask(task, null, 100).stream().map(Event::type).toList();
  }
}
