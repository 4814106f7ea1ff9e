package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;

/**
 * What may be spent. Each attempt is set aside before it is made and put right afterwards, so that
 * calls side by side never spend more than there is.
 */
@ApplicationScoped
public class Budgets {
  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final int MOST = 1_000;

  /** Kinds of failure after which the provider has not counted anything. */
  private static final Set<FailureKind> FREE =
      Set.of(
          FailureKind.RATE_LIMIT,
          FailureKind.SERVER_ERROR,
          FailureKind.AUTH,
          FailureKind.NOT_PERMITTED,
          FailureKind.INVALID_INPUT,
          FailureKind.BUDGET);

  private final Database database;
  private final Clock clock;
  private final Runnable announce;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known;

  /** The budgets as they were a moment ago. */
  private record Known(List<Budget> budgets, Instant until) {}

  protected Budgets() {
    this(null, null, (Runnable) null);
  }

  @Inject
  public Budgets(
      Database database,
      Clock clock,
      Event<BudgetsChanged> changed,
      Event<EventsAppended> appended) {
    this(
        database,
        clock,
        () -> {
          changed.fire(new BudgetsChanged());
          appended.fire(new EventsAppended());
        });
  }

  Budgets(Database database, Clock clock, Runnable announce) {
    this.database = database;
    this.clock = clock;
    this.announce = announce;
  }

  /** All budgets, by name. */
  public List<Budget> list() {
    return database.inTransaction(tx -> BudgetRows.all(tx.connection()));
  }

  /**
   * @throws NotFoundException when there is none of this id or name
   */
  public Budget require(String idOrName) {
    return list().stream()
        .filter(budget -> budget.name().equals(idOrName) || budget.id().toString().equals(idOrName))
        .findFirst()
        .orElseThrow(() -> new NotFoundException("budget", idOrName));
  }

  /** How far the accounts of the present period are used, the fullest of each budget first. */
  public List<BudgetState> states(Optional<UUID> budget, int limit) {
    return database.inTransaction(tx -> BudgetRows.states(tx.connection(), budget, limit));
  }

  /**
   * Makes a budget.
   *
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken or there are too many
   */
  public Budget create(BudgetDraft draft) {
    BudgetDraft checked = draft.checked();
    UUID id = Ids.next();
    return changed(
        "budget.created",
        connection -> {
          if (BudgetRows.all(connection).size() >= MOST) {
            throw new ConflictException("There are " + MOST + " budgets already.");
          }
          if (!BudgetRows.insert(connection, id, checked)) {
            throw taken(checked.name());
          }
          return BudgetRows.find(connection, id).orElseThrow();
        });
  }

  /**
   * Changes a budget; what was spent stays counted.
   *
   * @throws ConflictException when the name is taken or somebody else changed it since
   */
  public Budget update(UUID id, int version, BudgetDraft draft) {
    BudgetDraft checked = draft.checked();
    return changed(
        "budget.changed",
        connection -> {
          if (!BudgetRows.update(connection, id, version, checked)) {
            throw new ConflictException(
                "The budget was changed since, or its new name is taken; look again.");
          }
          return BudgetRows.find(connection, id).orElseThrow();
        });
  }

  public void delete(UUID id) {
    changed(
        "budget.deleted",
        connection -> {
          Budget budget =
              BudgetRows.find(connection, id)
                  .orElseThrow(() -> new NotFoundException("budget", id));
          BudgetRows.delete(connection, id);
          return budget;
        });
  }

  /** Work that leaves a budget behind, or takes it away. */
  @FunctionalInterface
  private interface Change {
    Budget apply(Connection connection) throws SQLException;
  }

  private Budget changed(String type, Change change) {
    Budget budget =
        database.inTransaction(
            tx -> {
              Budget result = change.apply(tx.connection());
              EventLog.append(
                  tx.connection(),
                  List.of(
                      new NewEvent(
                          "providers",
                          type,
                          result.id(),
                          null,
                          Json.object().put("name", result.name()))));
              return result;
            });
    known = null;
    announce.run();
    return budget;
  }

  /**
   * Sets aside what a call may take in every budget it counts for.
   *
   * @throws BudgetSpentException when one of them does not have that much left
   */
  Reservation reserve(ModelEntry entry, CallOrigin origin, Estimate estimate) {
    List<Budget> counting =
        current().stream().filter(budget -> budget.accountOf(origin) != null).toList();
    if (counting.isEmpty()) {
      return Reservation.NONE;
    }
    return database.inTransaction(
        tx -> {
          List<Reservation.Part> parts = new ArrayList<>();
          for (Budget budget : counting) {
            reserve(tx.connection(), budget, entry, origin, estimate).ifPresent(parts::add);
          }
          return new Reservation(parts);
        });
  }

  /** Nothing where the budget was deleted since it was read: it stands in nobody's way then. */
  private Optional<Reservation.Part> reserve(
      Connection connection, Budget budget, ModelEntry entry, CallOrigin origin, Estimate estimate)
      throws SQLException {
    String subject = budget.accountOf(origin);
    BigDecimal amount = budget.amountFor(entry, estimate);
    Optional<String> period = BudgetRows.reserve(connection, budget.id(), subject, amount);
    if (period.isEmpty() && BudgetRows.find(connection, budget.id()).isPresent()) {
      throw spent(budget, subject, amount);
    }
    return period.map(start -> new Reservation.Part(budget, subject, start, amount));
  }

  private BudgetSpentException spent(Budget budget, String subject, BigDecimal amount) {
    Duration wait = budget.isDaily() ? untilTomorrow() : LOOK_AGAIN;
    return new BudgetSpentException(
        "The budget '%s'%s has less than the %s %s left that this call may take; it is %s."
            .formatted(
                budget.name(),
                subject.equals("*") ? "" : " of " + subject,
                amount.stripTrailingZeros().toPlainString(),
                budget.unit(),
                budget.isDaily() ? "filled again at midnight UTC" : "not filled again by itself"),
        budget.isWaitedFor(),
        wait.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : wait);
  }

  private Duration untilTomorrow() {
    Instant now = clock.instant();
    Instant tomorrow =
        now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).plusDays(1).toInstant();
    return Duration.between(now, tomorrow);
  }

  /** Puts right what was set aside for a call that was answered. */
  void settle(Reservation reservation, TokenUsage tokens, BigDecimal cost) {
    settle(
        reservation,
        part ->
            part.budget().countsTokens()
                ? BigDecimal.valueOf(tokens.input() + tokens.output())
                : cost == null ? BigDecimal.ZERO : cost);
  }

  /** Puts right what was set aside for a call that failed; what may have been counted stays. */
  void settle(Reservation reservation, FailureKind failure) {
    boolean free = FREE.contains(failure);
    settle(reservation, part -> free ? BigDecimal.ZERO : part.amount());
  }

  /** Gives back what was set aside for a call that was not made. */
  void giveBack(Reservation reservation) {
    settle(reservation, part -> BigDecimal.ZERO);
  }

  private void settle(Reservation reservation, Function<Reservation.Part, BigDecimal> spent) {
    if (reservation.isEmpty()) {
      return;
    }
    database.inTransaction(
        tx -> {
          for (Reservation.Part part : reservation.parts()) {
            BudgetRows.settle(tx.connection(), part, part.amount(), spent.apply(part));
          }
          return null;
        });
  }

  /** In the order of their ids, so that two calls never wait for each other in a circle. */
  private List<Budget> current() {
    Known now = known;
    if (now != null && clock.instant().isBefore(now.until())) {
      return now.budgets();
    }
    // One reads for all: a thousand calls at once must not each ask for the same few rows. Where
    // nothing is known at all, everybody has to wait for it.
    if (now == null) {
      reading.lock();
    } else if (!reading.tryLock()) {
      return now.budgets();
    }
    try {
      return read().budgets();
    } finally {
      reading.unlock();
    }
  }

  private Known read() {
    Known now = known;
    Instant time = clock.instant();
    if (now == null || !time.isBefore(now.until())) {
      now =
          new Known(
              list().stream().sorted(Comparator.comparing(Budget::id)).toList(), time.plus(FRESH));
      known = now;
    }
    return now;
  }

  private static ConflictException taken(String name) {
    return new ConflictException("There is a budget '" + name + "' already.");
  }
}
