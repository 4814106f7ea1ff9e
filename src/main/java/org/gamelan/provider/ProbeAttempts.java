package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.DatabaseException;

/**
 * The attempts of validations: set aside in the budgets and told to the accounts like any other,
 * but not held up by limits and pauses, as it is to be found out whether the provider works now.
 */
@ApplicationScoped
public class ProbeAttempts implements Attempts {
  private static final Logger LOG = Logger.getLogger(ProbeAttempts.class.getName());

  private final Budgets budgets;
  private final CallLedger ledger;
  private final Clock clock;

  protected ProbeAttempts() {
    this(null, null, null);
  }

  @Inject
  public ProbeAttempts(Budgets budgets, CallLedger ledger, Clock clock) {
    this.budgets = budgets;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public <R extends GovernedRequest<R>, A extends GovernedAnswer> A make(
      ModelEntry entry, R request, Function<R, A> call) {
    Reservation reservation = budgets.reserve(entry, request.origin(), request.estimate());
    Attempt attempt =
        new Attempt(entry, request.origin(), reservation, clock.instant(), System.nanoTime());
    FailureKind failure = FailureKind.INTERNAL;
    try {
      A answer = call.apply(request);
      failure = null;
      BigDecimal cost = answer.cost() == null ? entry.cost(answer.tokens()) : answer.cost();
      account(attempt, answer.tokens(), cost, CallRecord.SUCCEEDED);
      settle(() -> budgets.settle(reservation, answer.tokens(), cost));
      return answer;
    } catch (ModelCallException e) {
      failure = e.kind();
      throw e;
    } finally {
      if (failure != null) {
        FailureKind kind = failure;
        account(attempt, TokenUsage.NONE, null, kind.id());
        settle(() -> budgets.settle(reservation, kind));
      }
    }
  }

  /** One attempt that is under way. */
  private record Attempt(
      ModelEntry entry, CallOrigin origin, Reservation reservation, Instant at, long begin) {}

  /** What cannot be put right stays set aside: too little is spent then, never too much. */
  private static void settle(Runnable work) {
    try {
      work.run();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "A budget could not be put right after a validation", e);
    }
  }

  private void account(Attempt attempt, TokenUsage tokens, BigDecimal cost, String outcome) {
    ModelEntry entry = attempt.entry();
    CallOrigin origin = attempt.origin();
    ledger.add(
        new CallRecord(
            attempt.at(),
            origin.task(),
            origin.stageRun(),
            origin.agent(),
            origin.key(),
            entry.name(),
            entry.provider().name(),
            entry.model(),
            tokens,
            cost,
            (int) ((System.nanoTime() - attempt.begin()) / 1_000_000),
            outcome));
  }

  @Override
  public void note(RoutingNote note) {
    // One model alone is asked: there is nothing to choose.
  }

  @Override
  public double latency(ModelEntry entry) {
    return 0;
  }
}
