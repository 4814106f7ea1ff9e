package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.provider.UsageQueries.Dimension;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets, limits and accounts on a real database. */
class AccountsIT {
  private static final ModelEntry PRICED =
      new ModelEntry(
          UUID.randomUUID(),
          "priced",
          1,
          new ProviderEntry(
              UUID.randomUUID(), 1, "p", "openai", null, ApiKey.NONE, ProviderLimits.NONE, null),
          "m",
          null,
          BigDecimal.ONE,
          BigDecimal.ONE,
          List.of(),
          List.of(),
          ProviderLimits.NONE,
          "order");

  /** A thousandth of the price list's million, so 0.001. */
  private static final Estimate THOUSAND = new Estimate(500, 500);

  private final Database database = TestDatabase.get();
  private final Budgets budgets = new Budgets(database, Clock.systemUTC(), () -> {});
  private final CallLedger ledger = new CallLedger(database, Clock.systemUTC());
  private final UsageQueries usage = new UsageQueries(database, ledger);
  private final ExecutorService callers = Executors.newFixedThreadPool(32);

  @BeforeEach
  void empty() {
    database.inTransaction(
        tx ->
            Sql.update(
                tx.connection(),
                "truncate budget, budget_account, model_call, stage_run, usage_day, node"
                    + " cascade"));
    database.inTransaction(
        tx -> Sql.update(tx.connection(), "update usage_cursor set day = '-infinity'"));
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  @Test
  void twoHundredCallsSideBySideNeverSpendMoreThanThereIsForFifty() throws Exception {
    budgets.create(
        new BudgetDraft("fifty", "all", null, "total", "cost", new BigDecimal("0.05"), "fail"));
    AtomicInteger made = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(
          callers.submit(
              () -> {
                try {
                  Reservation reservation = budgets.reserve(PRICED, origin("a"), THOUSAND);
                  made.incrementAndGet();
                  budgets.settle(reservation, new TokenUsage(500, 500), new BigDecimal("0.001"));
                } catch (BudgetSpentException e) {
                  refused.incrementAndGet();
                }
              }));
    }
    for (Future<?> one : all) {
      one.get(60, TimeUnit.SECONDS);
    }
    assertThat(made).hasValue(50);
    assertThat(refused).hasValue(150);
    BudgetState state = budgets.states(Optional.empty(), 10).get(0);
    assertThat(state.spent()).isEqualByComparingTo("0.05");
    assertThat(state.reserved()).isZero();
  }

  @Test
  void theFailuresOfAProviderAreToldTheNewestFirst() {
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    List.of("succeeded", "timeout", "auth", "succeeded")
        .forEach(
            outcome ->
                ledger.add(
                    new CallRecord(
                        now.plusSeconds(outcome.length()),
                        null,
                        null,
                        "a",
                        null,
                        "priced",
                        "p",
                        "m",
                        new TokenUsage(0, 0, 0),
                        null,
                        7,
                        outcome)));
    RecentFailures failures = new RecentFailures(database, ledger);

    assertThat(failures.of("p", 20))
        .extracting(FailedCall::outcome)
        .containsExactly("timeout", "auth");
    assertThat(failures.of("p", 1)).hasSize(1);
    assertThat(failures.of("another", 20)).isEmpty();
  }

  @Test
  void eachAgentHasItsOwnAccount() {
    budgets.create(
        new BudgetDraft("each", "agent", null, "day", "tokens", new BigDecimal(1_000), "wait"));
    budgets.reserve(PRICED, origin("one"), THOUSAND);
    budgets.reserve(PRICED, origin("two"), THOUSAND);
    assertThatThrownBy(() -> budgets.reserve(PRICED, origin("one"), THOUSAND))
        .isInstanceOfSatisfying(
            BudgetSpentException.class,
            e -> {
              assertThat(e.isWaitedFor()).isTrue();
              assertThat(e.retryAfter()).isPresent();
            })
        .hasMessageContaining("each")
        .hasMessageContaining("one");
  }

  @Test
  void whatWasNotSpentIsFreeAgain() {
    budgets.create(
        new BudgetDraft("once", "all", null, "total", "tokens", new BigDecimal(1_000), "fail"));
    Reservation failed = budgets.reserve(PRICED, origin("a"), THOUSAND);
    budgets.settle(failed, FailureKind.RATE_LIMIT);
    Reservation lost = budgets.reserve(PRICED, origin("a"), THOUSAND);
    budgets.settle(lost, FailureKind.TIMEOUT);
    assertThatThrownBy(() -> budgets.reserve(PRICED, origin("a"), THOUSAND))
        .as("an answer may have been counted by the provider although it did not arrive")
        .isInstanceOf(BudgetSpentException.class);
  }

  @Test
  void oneOfTwoBudgetsThatRefusesLeavesTheOtherAsItWas() {
    budgets.create(
        new BudgetDraft("wide", "all", null, "total", "tokens", new BigDecimal(5_000), "fail"));
    budgets.create(
        new BudgetDraft("tight", "agent", "a", "total", "tokens", new BigDecimal(10), "fail"));
    assertThatThrownBy(() -> budgets.reserve(PRICED, origin("a"), THOUSAND))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("tight");
    assertThat(budgets.states(Optional.empty(), 10))
        .allSatisfy(state -> assertThat(state.reserved()).isZero());
  }

  @Test
  void aModelWithoutAPriceDoesNotEscapeABudgetOfCost() {
    budgets.create(new BudgetDraft("cost", "all", null, "day", "cost", BigDecimal.TEN, "fail"));
    ModelEntry unpriced =
        new ModelEntry(
            "unpriced", 1, PRICED.provider(), "m", null, null, null, List.of(), List.of());
    assertThatThrownBy(() -> budgets.reserve(unpriced, origin("a"), THOUSAND))
        .hasMessageContaining("has no price");
  }

  @Test
  void callsOfValidationsAreSetAsideForAllAndForTheirKeyAndPutRight() {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    UUID key = UUID.randomUUID();
    BigDecimal twenty = new BigDecimal(20);
    budgets.create(new BudgetDraft("daily", "all", null, "day", "tokens", twenty, "wait"));
    budgets.create(
        new BudgetDraft("of-key", "key", key.toString(), "day", "tokens", twenty, "fail"));
    budgets.create(new BudgetDraft("agents", "agent", null, "day", "tokens", twenty, "fail"));
    budgets.create(new BudgetDraft("tasks", "task", null, "total", "tokens", twenty, "fail"));
    ProbeAttempts attempts = new ProbeAttempts(budgets, ledger, Clock.systemUTC());
    ModelRequest request = validation(key);

    attempts.make(
        PRICED,
        request,
        asked -> {
          assertThat(budgets.states(Optional.empty(), 10))
              .extracting(state -> state.budget().name() + " " + state.reserved().intValue())
              .containsExactly("daily 14", "of-key 14");
          return answer(new TokenUsage(9, 1));
        });

    assertThat(budgets.states(Optional.empty(), 10))
        .allSatisfy(state -> assertThat(state.spent()).isEqualByComparingTo("10"))
        .allSatisfy(state -> assertThat(state.reserved()).isZero());
    assertThatThrownBy(
            () ->
                attempts.make(
                    PRICED,
                    request,
                    asked -> {
                      throw new AssertionError("It was called.");
                    }))
        .isInstanceOf(BudgetSpentException.class)
        .hasMessageContaining("less than the 14 tokens left");
    assertThat(usage.query(List.of(Dimension.MODEL), today, today.plusDays(1), 10, 0))
        .extracting(UsageRow::calls)
        .containsExactly(1L);
  }

  @Test
  void whatAValidationDidNotGetIsFreeAgain() {
    budgets.create(
        new BudgetDraft("daily", "all", null, "day", "tokens", new BigDecimal(20), "wait"));
    ProbeAttempts attempts = new ProbeAttempts(budgets, ledger, Clock.systemUTC());
    for (FailureKind kind : List.of(FailureKind.AUTH, FailureKind.SERVER_ERROR)) {
      assertThatThrownBy(
              () ->
                  attempts.make(
                      PRICED,
                      validation(null),
                      asked -> {
                        throw new ModelCallException(kind, "no", null);
                      }))
          .hasMessage("no");
    }
    BudgetState state = budgets.states(Optional.empty(), 10).get(0);
    assertThat(state.spent().add(state.reserved())).isZero();
  }

  private static ModelRequest validation(UUID key) {
    return new ModelRequest(
        "priced",
        "",
        List.of(ModelMessage.user("Say yes.")),
        List.of(),
        null,
        new ModelParameters(null, 1, null, null),
        Duration.ofSeconds(1),
        new CallOrigin(null, null, null, null, key, Map.of()));
  }

  private static ModelAnswer answer(TokenUsage tokens) {
    return new ModelAnswer("y", List.of(), true, tokens, null, null, null);
  }

  /** Another node knows of it a moment longer. */
  @Test
  void aBudgetThatWasDeletedElsewhereHoldsNothingBack() {
    Budgets here = new Budgets(database, Clock.systemUTC(), () -> {});
    Budget gone =
        budgets.create(new BudgetDraft("gone", "all", null, "day", "tokens", BigDecimal.ONE, null));
    budgets.create(
        new BudgetDraft("left", "all", null, "day", "tokens", new BigDecimal(5_000), null));
    assertThatThrownBy(() -> here.reserve(PRICED, origin("a"), THOUSAND))
        .isInstanceOf(BudgetSpentException.class);
    budgets.delete(gone.id());

    Reservation reservation = here.reserve(PRICED, origin("a"), THOUSAND);

    assertThat(reservation.parts())
        .extracting(part -> part.budget().name())
        .containsExactly("left");
  }

  @Test
  void namesAreUniqueAndChangesSeen() {
    Budget budget =
        budgets.create(new BudgetDraft("b", "all", null, "day", "cost", BigDecimal.ONE, "fail"));
    assertThatThrownBy(
            () ->
                budgets.create(
                    new BudgetDraft("b", "all", null, "day", "cost", BigDecimal.ONE, "fail")))
        .isInstanceOf(ConflictException.class);
    BudgetDraft more = new BudgetDraft("b", "all", null, "day", "cost", BigDecimal.TEN, "fail");
    assertThat(budgets.update(budget.id(), budget.version(), more).amount())
        .isEqualByComparingTo("10");
    assertThatThrownBy(() -> budgets.update(budget.id(), budget.version(), more))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void nodesCountTogether() {
    ProviderLimits limits = new ProviderLimits(10, null, 4);
    UUID subject = UUID.randomUUID();
    UUID first = node(0);
    UUID second = node(0);
    LimitRows one = new LimitRows(database, first);
    LimitRows two = new LimitRows(database, second);

    assertThat(one.grant(subject, limits, asked(3, 0)).calls()).isEqualTo(3);
    assertThat(two.grant(subject, limits, asked(3, 0)).calls()).isEqualTo(1);
    one.grant(subject, limits, asked(0, 0));
    assertThat(two.grant(subject, limits, asked(9, 0)).calls()).isEqualTo(4);
    assertThat(two.grant(subject, limits, asked(9, 0)).calls())
        .as("ten a minute, eight are gone")
        .isEqualTo(2);
    LimitStore.Granted none = two.grant(subject, limits, asked(1, 0));
    assertThat(none.calls()).isZero();
    assertThat(none.pause()).isPositive();
  }

  @Test
  void whatADeadNodeHadInHandDoesNotCount() {
    ProviderLimits limits = new ProviderLimits(null, null, 2);
    UUID subject = UUID.randomUUID();
    new LimitRows(database, node(60)).grant(subject, limits, asked(2, 0));
    assertThat(new LimitRows(database, node(0)).grant(subject, limits, asked(2, 0)).calls())
        .isEqualTo(2);
  }

  @Test
  void aBlockedProviderGrantsNothing() {
    ProviderLimits limits = new ProviderLimits(100, null, null);
    UUID subject = UUID.randomUUID();
    LimitRows rows = new LimitRows(database, node(0));
    rows.block(subject, Duration.ofSeconds(30));
    LimitStore.Granted granted = rows.grant(subject, limits, asked(1, 0));
    assertThat(granted.calls()).isZero();
    assertThat(granted.pause()).isGreaterThan(Duration.ofSeconds(20));
  }

  @Test
  void callsAreAddedUpBeforeAndAfterTheRollUp() {
    Instant old = Instant.now().minus(Duration.ofDays(40));
    record(old, "a", "x", 10, "0.5");
    record(old, "a", "x", 20, "0.5");
    record(Instant.now(), "b", "x", 5, null);
    LocalDate from = LocalDate.ofInstant(old, ZoneOffset.UTC);
    LocalDate to = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    List<UsageRow> before = usage.query(List.of(Dimension.AGENT), from, to, 10, 0);
    assertThat(before).hasSize(2);
    assertThat(before.get(0).agent()).isEqualTo("a");
    assertThat(before.get(0).calls()).isEqualTo(2);
    assertThat(before.get(0).tokens().input()).isEqualTo(30);
    assertThat(before.get(0).cost()).isEqualByComparingTo("1");

    assertThat(UsageRollUp.addUp(database, Duration.ofDays(30))).isEqualTo(1);
    assertThat(UsageRollUp.addUp(database, Duration.ofDays(30))).isZero();

    assertThat(usage.query(List.of(Dimension.AGENT), from, to, 10, 0)).isEqualTo(before);
    assertThat(usage.query(List.of(), from, to, 10, 0).get(0).calls()).isEqualTo(3);
    assertThat(usage.query(List.of(Dimension.DAY, Dimension.MODEL), from, to, 10, 0)).hasSize(2);
    assertThat(usage.query(List.of(Dimension.TASK), from, to, 10, 0)).isNotEmpty();
  }

  @Test
  void callsThatRunsKeepAreAddedUpOnce() {
    Instant old = Instant.now().minus(Duration.ofDays(40));
    record(old, "a", "x", 10, "0.5");
    run(old, "a", 20);
    run(old.minus(Duration.ofDays(1)), "a", 3);
    run(Instant.now(), "b", 5);
    LocalDate from = LocalDate.ofInstant(old.minus(Duration.ofDays(1)), ZoneOffset.UTC);
    LocalDate to = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    List<Dimension> by = List.of(Dimension.DAY, Dimension.AGENT, Dimension.PROVIDER);
    List<UsageRow> before = usage.query(by, from, to, 10, 0);
    assertThat(before).extracting(UsageRow::calls).containsExactly(1L, 2L, 1L);
    assertThat(before.get(1).tokens()).isEqualTo(new TokenUsage(30, 3));
    assertThat(before.get(1).cost()).isEqualByComparingTo("0.75");

    assertThat(UsageRollUp.addUp(database, Duration.ofDays(30))).isEqualTo(3);
    assertThat(UsageRollUp.addUp(database, Duration.ofDays(30))).isZero();
    assertThat(usage.query(by, from, to, 10, 0)).isEqualTo(before);

    record(old, "a", "x", 1, "0.5");
    ledger.flush();
    assertThat(UsageRollUp.addUp(database, Duration.ofDays(30))).isEqualTo(1);
    assertThat(usage.query(by, from, to, 10, 0))
        .extracting(UsageRow::calls)
        .containsExactly(1L, 3L, 1L);
  }

  /** A run that ended with its only call. */
  private void run(Instant at, String agent, int tokens) {
    String sql =
        """
        insert into stage_run (id, task_id, name, kind, status, agent, model, started_at,
          finished_at, tokens_in, tokens_out, cost, call_provider, call_model, call_ms)
        values (?, ?, 's', 'agent', 'succeeded', ?, 'x', ?, ?, ?, 2, 0.25, 'p', 'm', 7)
        """;
    database.inTransaction(
        tx ->
            Sql.update(
                tx.connection(),
                sql,
                UUID.randomUUID(),
                UUID.randomUUID(),
                agent,
                at,
                at.plusSeconds(1),
                tokens));
  }

  private void record(Instant at, String agent, String alias, int tokens, String cost) {
    ledger.add(
        new CallRecord(
            at,
            null,
            null,
            agent,
            null,
            alias,
            "p",
            "m",
            new TokenUsage(tokens, 1),
            cost == null ? null : new BigDecimal(cost),
            7,
            CallRecord.SUCCEEDED));
  }

  private UUID node(int secondsAgo) {
    UUID id = UUID.randomUUID();
    String sql =
        """
        insert into node (id, epoch, name, started_at, heartbeat_at)
        values (?, 1, 'test', now(), now() - ? * interval '1 second')
        """;
    database.inTransaction(tx -> Sql.update(tx.connection(), sql, id, secondsAgo));
    return id;
  }

  private static LimitStore.Asked asked(int calls, int inFlight) {
    return new LimitStore.Asked(java.util.Collections.nCopies(calls, 1), inFlight, 0);
  }

  private static CallOrigin origin(String agent) {
    return new CallOrigin(UUID.randomUUID(), null, "s", agent, Map.of());
  }
}
