package org.gamelan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.gamelan.config.EngineConfig;
import org.gamelan.engine.ApprovalAsk;
import org.gamelan.engine.ApprovalKind;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.ExpiryAction;
import org.gamelan.engine.RunCalls.OpenCall;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.engine.RunJournal.Completion;
import org.gamelan.engine.StageOutcome;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Step;
import org.gamelan.engine.journal.Blueprints;
import org.gamelan.engine.journal.SqlRunJournal;
import org.gamelan.event.EventLog;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.provider.TokenUsage;
import org.gamelan.security.Caller;
import org.gamelan.security.Role;
import org.gamelan.testing.TestDatabase;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decisions, time limits and unknown outcomes that meet, on a real database. */
class DecisionsIT {
  private static final EngineConfig CONFIG =
      new EngineConfig(
          Ids.next(), "test", 10, 10, Duration.ofSeconds(10), 10_000, 1_000, Duration.ofDays(1));
  private static final Caller ANN = new Caller(Ids.next(), "ann", Role.OPERATOR, Optional.empty());

  private final Database database = TestDatabase.get();
  private final Blueprints blueprints = new Blueprints();
  private final SqlRunJournal journal = new SqlRunJournal(database, blueprints);
  private final TaskQueries queries =
      new TaskQueries(database, blueprints, CONFIG, new EventLog(database));
  private final List<UUID> offered = new ArrayList<>();
  private final Decisions decisions =
      new Decisions(database, queries, CONFIG, this::offer, new Unheard());
  private final ApprovalExpiry expiry = new ApprovalExpiry(database, this::offer, new Unheard());
  private final Approvals approvals = new Approvals(database);
  private final UUID node = Ids.next();
  private long epoch;

  private synchronized void offer(List<UUID> runs) {
    offered.addAll(runs);
  }

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
  void twoSweepsAtOnceExpireEachApprovalOnce() {
    List<UUID> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(asked(Duration.ofMillis(1), ExpiryAction.APPROVE));
    }
    CompletableFuture<Integer> other = CompletableFuture.supplyAsync(expiry::expireDue);
    int here = expiry.expireDue();
    int left = other.join() + here;
    left += expiry.expireDue();
    assertThat(left).isEqualTo(20);
    assertThat(offered).hasSize(20).doesNotHaveDuplicates();
    for (UUID task : tasks) {
      assertThat(events(task)).containsOnlyOnce("approval.decided");
      assertThat(column(task, "status")).isEqualTo("ready");
    }
  }

  @Test
  void aDecisionAndTheTimeLimitNeverBothCount() {
    for (int round = 0; round < 20; round++) {
      UUID task = asked(Duration.ofMillis(15), ExpiryAction.REJECT);
      Approval approval = pending(task);
      CompletableFuture<Boolean> decided =
          CompletableFuture.supplyAsync(() -> isTaken(task, approval));
      CompletableFuture<Integer> expired =
          CompletableFuture.supplyAsync(
              () -> {
                int found = 0;
                for (int i = 0; i < 10; i++) {
                  found += expiry.expireDue();
                  pause(3);
                }
                return found;
              });
      assertThat(expired.join()).isEqualTo(decided.join() ? 0 : 1);
      Approval after = approvals.require(approval.id());
      assertThat(after.decision()).isEqualTo(decided.join() ? "approve" : "reject");
      assertThat(events(task)).containsOnlyOnce("approval.decided");
      assertThat(column(task, "fence")).isEqualTo("3");
    }
  }

  private boolean isTaken(UUID task, Approval approval) {
    pause(approval.shown().charAt(0) % 3 * 8);
    try {
      decisions.decide(task, decision("approve", null, approval.shown()), ANN);
      return true;
    } catch (ConflictException e) {
      assertThat(e.getMessage()).containsAnyOf("does not wait any more", "time to decide was over");
      return false;
    }
  }

  @Test
  void aDecisionThatComesTooLateIsRefusedBeforeAnySweep() {
    UUID task = asked(Duration.ofMillis(1), ExpiryAction.REJECT);
    Approval approval = pending(task);
    pause(10);
    assertThatThrownBy(
            () -> decisions.decide(task, decision("approve", null, approval.shown()), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("reject");
    assertThat(pending(task).votes()).isEmpty();
  }

  @Test
  void whatIsEscalatedTwiceFails() {
    UUID task = asked(Duration.ofMillis(20), ExpiryAction.ESCALATE);
    pause(30);
    assertThat(expiry.expireDue()).isEqualTo(1);
    Approval escalated = pending(task);
    assertThat(escalated.approvers()).containsExactly("admin");
    assertThat(escalated.onExpiry()).isEqualTo(ExpiryAction.FAIL);
    assertThat(escalated.refusal(ANN)).isPresent();
    pause(30);
    assertThat(expiry.expireDue()).isEqualTo(1);
    assertThat(approvals.require(escalated.id()).decision()).isEqualTo("fail");
    assertThat(offered).hasSize(1);
  }

  @Test
  void aRunThatIsGoneTakesItsQuestionBack() {
    UUID task = asked(null, ExpiryAction.FAIL);
    Approval approval = pending(task);
    database.inTransaction(
        tx -> Sql.update(tx.connection(), "delete from stage_work where task_id = ?", task));
    assertThat(approvals.require(approval.id()).status()).isEqualTo(ApprovalStatus.WITHDRAWN);
    assertThatThrownBy(
            () -> decisions.decide(task, decision("approve", null, approval.shown()), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("withdrawn");
  }

  @Test
  void whatHappenedIsNotDoneAgain() {
    UUID task = unknown();
    assertThatThrownBy(
            () ->
                decisions.decide(task, decision("happened", Json.parse("{\"sent\":1}"), null), ANN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("value/sent");
    JsonNode answer = Json.parse("{\"sent\":true}");
    decisions.decide(task, decision("happened", answer, null), ANN);
    assertThat(journal.finishedCalls(run(task))).containsEntry(0, answer);
    assertThat(column(task, "status")).isEqualTo("ready");
    assertThat(offered).containsExactly(run(task));
    assertThat(events(task)).contains("stage.decided");
    assertThatThrownBy(() -> decisions.decide(task, decision("repeat", null, null), ANN))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void whatIsToBeRepeatedMayBeginAnew() {
    UUID task = unknown();
    decisions.decide(task, decision("repeat", null, null), ANN);
    assertThat(journal.startCall(run(task), 0, "mail.send", "EXTERNAL")).isEmpty();
  }

  @Test
  void whatIsDeclaredFailedIsNeverCalledAgain() {
    UUID task = unknown();
    decisions.decide(task, decision("fail", null, null), ANN);
    assertThat(journal.startCall(run(task), 0, "mail.send", "EXTERNAL"))
        .contains(new OpenCall("mail.send", "ann"));
  }

  @Test
  void aStageThatDoesNotExistIsNamedWithThoseThatDo() {
    UUID task = unknown();
    assertThatThrownBy(
            () -> decisions.decide(task, new Decision("nowhere", "fail", null, null, null), ANN))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("first");
  }

  private static Decision decision(String decision, JsonNode value, String shown) {
    return new Decision("first", decision, null, value, shown);
  }

  /** A task whose stage asks people. */
  private UUID asked(Duration expires, ExpiryAction action) {
    JsonNode content =
        Json.parse("[{\"name\":\"outputs.draft\",\"value\":\"%s\"}]".formatted(Ids.next()));
    ApprovalAsk ask =
        new ApprovalAsk(
            Ids.next(),
            ApprovalKind.APPROVAL,
            content,
            null,
            List.of("operator"),
            1,
            expires,
            action,
            List.of("admin"));
    return waiting(
        StageKind.APPROVAL,
        new StageOutcome(
            StageStatus.WAITING,
            null,
            null,
            List.of(),
            null,
            null,
            TokenUsage.NONE,
            null,
            null,
            null,
            ask,
            null));
  }

  /** A task whose stage has begun a call and does not know how it ended. */
  private UUID unknown() {
    UUID task =
        waiting(
            StageKind.TOOL,
            new StageOutcome(
                StageStatus.INDETERMINATE,
                null,
                null,
                List.of(),
                null,
                null,
                TokenUsage.NONE,
                null,
                null,
                null));
    assertThat(journal.startCall(run(task), 0, "mail.send", "EXTERNAL")).isEmpty();
    return task;
  }

  private UUID waiting(StageKind kind, StageOutcome outcome) {
    UUID task = task(kind);
    Claimed claimed =
        journal.claim(node, epoch, 100).runs().stream()
            .filter(each -> each.run().task().equals(task))
            .findFirst()
            .orElseThrow();
    journal.commit(
        node,
        epoch,
        List.of(
            new Completion(claimed.run(), claimed.state(), outcome, Step.await("Waits"), true, 1)));
    return task;
  }

  private UUID task(StageKind kind) {
    return database.inTransaction(
        tx -> {
          UUID blueprint = blueprints.save(tx.connection(), blueprint(kind));
          UUID id = Ids.next();
          UUID run = Ids.next();
          Sql.update(
              tx.connection(),
              """
              insert into task (id, title, workflow, blueprint_id, status, created_by)
              values (?, 'A task', 'one', ?, 'queued', 'somebody')
              """,
              id,
              blueprint);
          Sql.update(
              tx.connection(),
              """
              insert into stage_work (slot, run_id, task_id, name, kind, status, priority, ready_at)
              values (?, ?, ?, 'first', ?, 'ready', 5, clock_timestamp())
              """,
              run,
              run,
              id,
              kind.id());
          return id;
        });
  }

  private static Blueprint blueprint(StageKind kind) {
    StageDefinition first =
        new StageDefinition(
            "first",
            kind,
            null,
            "mail.send",
            null,
            null,
            "sent",
            Duration.ofMinutes(1),
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            Json.object());
    WorkflowDefinition workflow =
        new WorkflowDefinition("one", 1, "first", List.of(), List.of("first"));
    JsonNode schema =
        Json.parse("{\"type\":\"object\",\"properties\":{\"sent\":{\"type\":\"boolean\"}}}");
    return new Blueprint(
        workflow,
        "first",
        List.of("first"),
        Map.of("first", first),
        Map.of(),
        Map.of("sent", schema));
  }

  private Approval pending(UUID task) {
    Approval listed = approvals.list(ApprovalFilter.pendingOf(task), null, 1).get(0);
    return approvals.require(listed.id());
  }

  private UUID run(UUID task) {
    return UUID.fromString(column(task, "run_id"));
  }

  private String column(UUID task, String column) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select " + column + " from stage_work where task_id = ?",
                    row -> row.getString(1),
                    task)
                .orElseThrow());
  }

  private List<String> events(UUID task) {
    return new EventLog(database)
        .ofTask(task, null, 100).stream().map(org.gamelan.event.Event::type).toList();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
