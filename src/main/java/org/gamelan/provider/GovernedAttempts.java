package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.Span;
import org.gamelan.platform.Spans;

/**
 * Attempts as they are made in earnest: set aside in the budgets, let through by the limits, told
 * to the accounts. No connection is held while waiting or calling.
 */
@ApplicationScoped
public class GovernedAttempts implements Attempts {
  private static final Logger LOG = Logger.getLogger(GovernedAttempts.class.getName());
  private static final double SMOOTHING = 0.2;
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** Less is not taken off a call's time, in nanoseconds. */
  private static final long NOTHING = 20_000_000;

  private final CatalogueCache cache;
  private final Budgets budgets;
  private final Gates gates;
  private final CallLedger ledger;
  private final ProviderConfig config;
  private final Event<ModelCalled> called;
  private final Event<ProviderTroubled> troubled;
  private final Clock clock;
  private final Map<UUID, Double> latencies = new ConcurrentHashMap<>();

  protected GovernedAttempts() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public GovernedAttempts(
      CatalogueCache cache,
      Budgets budgets,
      Gates gates,
      CallLedger ledger,
      ProviderConfig config,
      Event<ModelCalled> called,
      Event<ProviderTroubled> troubled,
      Clock clock) {
    this.cache = cache;
    this.budgets = budgets;
    this.gates = gates;
    this.ledger = ledger;
    this.config = config;
    this.called = called;
    this.troubled = troubled;
    this.clock = clock;
  }

  @Override
  public <R extends GovernedRequest<R>, A extends GovernedAnswer> A make(
      ModelEntry entry, R request, Function<R, A> call) {
    if (entry.provider().retired()) {
      throw retired(entry);
    }
    Estimate estimate = request.estimate();
    Reservation reservation = budgets.reserve(entry, request.origin(), estimate);
    Gates.Turn turn;
    long begin = System.nanoTime();
    try {
      turn = enter(entry, request.timeout(), estimate);
    } catch (RuntimeException e) {
      budgets.giveBack(reservation);
      throw e;
    }
    long waited = System.nanoTime() - begin;
    if (waited >= NOTHING && isRetiredMeanwhile(entry)) {
      turn.abandoned();
      budgets.giveBack(reservation);
      throw retired(entry);
    }
    return call(
        new Attempt(entry, request, reservation, turn, clock.instant(), System.nanoTime()),
        held(
            waited < NOTHING ? request : request.within(without(request.timeout(), waited)),
            reservation),
        call);
  }

  private boolean isRetiredMeanwhile(ModelEntry entry) {
    return cache
        .current()
        .find(entry.name() + "@" + entry.number())
        .filter(now -> now.provider().retired())
        .isPresent();
  }

  private static ModelCallException retired(ModelEntry entry) {
    return new ModelCallException(
        FailureKind.NOT_PERMITTED,
        "The provider '%s' of the model '%s' is retired."
            .formatted(entry.provider().name(), entry.name()),
        null);
  }

  /** An answer may not be longer than what was set aside for it. */
  private static <R extends GovernedRequest<R>> R held(R request, Reservation reservation) {
    return reservation.isEmpty() ? request : request.withLongestAnswer(Estimate.DEFAULT_OUTPUT);
  }

  private static Duration without(Duration time, long waited) {
    Duration left = time.minusNanos(waited);
    return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
  }

  /** One attempt that is under way. */
  private record Attempt(
      ModelEntry entry,
      GovernedRequest<?> request,
      Reservation reservation,
      Gates.Turn turn,
      Instant at,
      long begin) {
    int millis() {
      return (int) Math.min(Integer.MAX_VALUE, (System.nanoTime() - begin) / 1_000_000);
    }
  }

  private Gates.Turn enter(ModelEntry entry, Duration timeout, Estimate estimate) {
    Duration patience = config.maxWait().compareTo(timeout) < 0 ? config.maxWait() : timeout;
    try {
      int expected = (int) Math.min(Integer.MAX_VALUE / 2, estimate.tokens());
      return gates.enter(entry, expected, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelCallException(
          FailureKind.CANCELLED, "The call was not wanted any more while it waited.", e);
    }
  }

  private <R extends GovernedRequest<R>, A extends GovernedAnswer> A call(
      Attempt attempt, R request, Function<R, A> call) {
    boolean decided = false;
    try {
      A answer = traced(attempt, request, call);
      decided = true;
      BigDecimal cost =
          answer.cost() == null ? attempt.entry().cost(answer.tokens()) : answer.cost();
      attempt.turn().succeeded(answer.tokens());
      account(attempt, answer.tokens(), cost, CallRecord.SUCCEEDED);
      settle(() -> budgets.settle(attempt.reservation(), answer.tokens(), cost));
      keepLatency(attempt);
      return answer;
    } catch (ModelCallException e) {
      decided = true;
      boolean looked = attempt.turn().failed(e);
      account(attempt, TokenUsage.NONE, null, e.kind().id());
      settle(() -> budgets.settle(attempt.reservation(), e.kind()));
      if (looked) {
        troubled.fire(new ProviderTroubled(attempt.entry().provider().id(), e.getMessage()));
      }
      throw e;
    } finally {
      if (!decided) {
        attempt.turn().abandoned();
        account(attempt, TokenUsage.NONE, null, FailureKind.INTERNAL.id());
        settle(() -> budgets.settle(attempt.reservation(), FailureKind.INTERNAL));
      }
    }
  }

  private void keepLatency(Attempt attempt) {
    latencies.merge(
        attempt.entry().id(),
        (double) attempt.millis(),
        (before, now) -> before + SMOOTHING * (now - before));
  }

  private static <R extends GovernedRequest<R>, A extends GovernedAnswer> A traced(
      Attempt attempt, R request, Function<R, A> call) {
    ModelEntry entry = attempt.entry();
    try (Span span = Spans.begin(request.operation() + " " + entry.model())) {
      span.with("gen_ai.operation.name", request.operation())
          .with("gen_ai.provider.name", entry.provider().kind())
          .with("gen_ai.request.model", entry.model())
          .withOwn("model.alias", entry.name())
          .withOwn("provider.name", entry.provider().name());
      try {
        A answer = call.apply(request);
        span.with("gen_ai.usage.input_tokens", answer.tokens().input())
            .with("gen_ai.usage.output_tokens", answer.tokens().output());
        if (span.takesContents() && request instanceof ModelRequest chat) {
          span.with("gen_ai.system_instructions", chat.system())
              .with("gen_ai.input.messages", Json.write(Json.tree(chat.messages())))
              .with("gen_ai.output.messages", Json.write(Json.tree(answer)));
        }
        return answer;
      } catch (ModelCallException e) {
        throw span.failed(e.kind().id(), e);
      }
    }
  }

  /** What cannot be put right stays set aside: too little is spent then, never too much. */
  private static void settle(Runnable work) {
    try {
      work.run();
    } catch (DatabaseException e) {
      LOG.log(Level.WARNING, "A budget could not be put right after a call", e);
    }
  }

  private void account(Attempt attempt, TokenUsage tokens, BigDecimal cost, String outcome) {
    CallOrigin origin = attempt.request().origin();
    ModelEntry entry = attempt.entry();
    String provider = entry.provider().name();
    Duration took = Duration.ofMillis(attempt.millis());
    String kind = entry.provider().kind();
    String operation = attempt.request().operation();
    called.fire(
        new ModelCalled(
            provider, kind, entry.name(), entry.model(), operation, outcome, took, tokens));
    ledger.add(
        new CallRecord(
            attempt.at(),
            origin.task(),
            origin.stageRun(),
            origin.agent(),
            origin.key(),
            attempt.entry().name(),
            provider,
            attempt.entry().model(),
            tokens,
            cost,
            attempt.millis(),
            outcome));
  }

  @Override
  public void note(RoutingNote note) {
    ledger.add(note);
  }

  @Override
  public double latency(ModelEntry entry) {
    return latencies.getOrDefault(entry.id(), 0.0);
  }
}
