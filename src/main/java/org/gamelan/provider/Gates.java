package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.failure.FailureKind;

/**
 * The turnstiles before providers and models: limits shared by all nodes, a pause that a provider
 * asked for, and a circuit breaker for one that fails.
 */
@ApplicationScoped
public class Gates {
  /** How many calls of one provider may wait on a node. */
  private static final int LONGEST_QUEUE = 10_000;

  /** How long refused credentials are no news. */
  private static final Duration KNOWN = Duration.ofMinutes(1);

  private final LimitStore store;
  private final Clock clock;
  private final int failures;
  private final Map<UUID, Gate> gates = new ConcurrentHashMap<>();
  private final Map<UUID, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private final Map<UUID, Instant> pauses = new ConcurrentHashMap<>();
  private final Map<UUID, Instant> refusals = new ConcurrentHashMap<>();

  protected Gates() {
    this((LimitStore) null, null, 1);
  }

  @Inject
  public Gates(LimitRows store, Clock clock, ProviderConfig config) {
    this(store, clock, config.breakerFailures());
  }

  Gates(LimitStore store, Clock clock, int failures) {
    this.store = store;
    this.clock = clock;
    this.failures = failures;
  }

  /** A turn that was given; it has to be given back. */
  final class Turn {
    private final ModelEntry entry;
    private final int expected;
    private final Gate ofProvider;
    private final Gate ofModel;

    private Turn(ModelEntry entry, int expected, Gate ofProvider, Gate ofModel) {
      this.entry = entry;
      this.expected = expected;
      this.ofProvider = ofProvider;
      this.ofModel = ofModel;
    }

    /** The call was answered. */
    void succeeded(TokenUsage tokens) {
      breaker(entry).succeeded();
      leave((int) Math.min(Integer.MAX_VALUE, tokens.input() + tokens.output()) - expected);
    }

    /**
     * The call failed.
     *
     * @return whether that is a reason to look at the provider: it is left alone from now on, or
     *     refuses its credential
     */
    boolean failed(ModelCallException failure) {
      leave(-expected);
      CircuitBreaker breaker = breaker(entry);
      switch (failure.kind()) {
        case SERVER_ERROR, NETWORK, TIMEOUT -> {
          return breaker.failed();
        }
        case AUTH -> {
          breaker.undecided();
          return isNewlyRefused(entry.provider().id());
        }
        case RATE_LIMIT -> {
          breaker.undecided();
          failure.retryAfter().ifPresent(time -> pause(entry, time));
        }
        default -> breaker.undecided();
      }
      return false;
    }

    /** The call was given up by this side. */
    void abandoned() {
      breaker(entry).undecided();
      leave(0);
    }

    private void leave(int difference) {
      if (ofProvider != null) {
        ofProvider.leave(difference);
      }
      if (ofModel != null) {
        ofModel.leave(difference);
      }
    }
  }

  /**
   * Waits until a call may begin.
   *
   * @param expected the tokens it is expected to take
   * @param patience how long to wait at most
   * @throws ModelCallException when it may not begin in time
   */
  Turn enter(ModelEntry entry, int expected, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    waitForPause(entry, patience);
    refuseWhileOpen(entry);
    Gate ofProvider = gate(entry.provider().id(), describe(entry), entry.provider().limits());
    Gate ofModel = gate(entry.id(), "model '" + entry.name() + "'", entry.limits());
    boolean first = false;
    boolean done = false;
    try {
      if (ofProvider != null) {
        ofProvider.enter(expected, left(end));
        first = true;
      }
      if (ofModel != null) {
        ofModel.enter(expected, left(end));
      }
      done = true;
    } finally {
      if (!done) {
        breaker(entry).undecided();
        if (first) {
          ofProvider.leave(-expected);
        }
      }
    }
    return new Turn(entry, expected, ofProvider, ofModel);
  }

  /** Whether a provider is left alone because it failed. */
  public boolean isOpen(UUID provider) {
    CircuitBreaker breaker = breakers.get(provider);
    return breaker != null && breaker.isOpen();
  }

  /** How many calls of a provider wait on this node. */
  public int waiting(UUID provider) {
    Gate gate = gates.get(provider);
    return gate == null ? 0 : gate.waiting();
  }

  /** Told once in a while only, however many calls are refused. */
  private boolean isNewlyRefused(UUID provider) {
    Instant now = clock.instant();
    Instant last = refusals.putIfAbsent(provider, now);
    return last == null
        || (!now.isBefore(last.plus(KNOWN)) && refusals.replace(provider, last, now));
  }

  private static Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  private void waitForPause(ModelEntry entry, Duration patience) throws InterruptedException {
    Instant until = pauses.get(entry.provider().id());
    if (until == null) {
      return;
    }
    Duration wait = Duration.between(clock.instant(), until);
    if (wait.isNegative() || wait.isZero()) {
      pauses.remove(entry.provider().id(), until);
    } else if (wait.compareTo(patience) >= 0) {
      throw new NotAdmittedException(
          FailureKind.RATE_LIMIT,
          "The %s asked to be left alone until %s.".formatted(describe(entry), until),
          wait);
    } else {
      Thread.sleep(wait.toMillis() + 1);
    }
  }

  private void refuseWhileOpen(ModelEntry entry) {
    Instant next = breaker(entry).admit();
    if (next != null) {
      throw new NotAdmittedException(
          FailureKind.SERVER_ERROR,
          "The %s failed several times in a row and is left alone until %s."
              .formatted(describe(entry), next),
          Duration.between(clock.instant(), next));
    }
  }

  private void pause(ModelEntry entry, Duration time) {
    pauses.merge(entry.provider().id(), clock.instant().plus(time), (a, b) -> a.isAfter(b) ? a : b);
    Gate gate = gates.get(entry.provider().id());
    if (gate != null) {
      gate.block(time);
    }
  }

  private CircuitBreaker breaker(ModelEntry entry) {
    return breakers.computeIfAbsent(
        entry.provider().id(), id -> new CircuitBreaker(clock, failures));
  }

  private Gate gate(UUID subject, String name, ProviderLimits limits) {
    if (limits == null || limits.equals(ProviderLimits.NONE)) {
      return null;
    }
    Gate gate = gates.computeIfAbsent(subject, id -> new Gate(subject, name, store, LONGEST_QUEUE));
    gate.limitTo(limits);
    return gate;
  }

  private static String describe(ModelEntry entry) {
    return "provider '" + entry.provider().name() + "'";
  }
}
