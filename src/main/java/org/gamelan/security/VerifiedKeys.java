package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Remembers for two seconds which keys were found good, so that a busy client does not cost a query
 * a request. What changes on this node counts at once; what another node changes, when the two
 * seconds are over. Only hashes are kept, never keys.
 */
@ApplicationScoped
public class VerifiedKeys {
  private static final Duration LIFE = Duration.ofSeconds(2);
  private static final int MOST = 1_000;

  private final Map<ByteBuffer, Verified> known = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private Clock clock;

  private record Verified(Caller caller, Instant until) {}

  /** For the container's proxies. */
  protected VerifiedKeys() {}

  @Inject
  VerifiedKeys(Clock clock) {
    this.clock = clock;
  }

  /**
   * The caller of a key.
   *
   * @param hash the key's hash
   * @param lookUp asks the database
   */
  Optional<Caller> find(byte[] hash, Supplier<Optional<VerifiedKey>> lookUp) {
    ByteBuffer key = ByteBuffer.wrap(hash);
    Instant now = clock.instant();
    Verified verified = known.get(key);
    if (verified != null && now.isBefore(verified.until())) {
      return Optional.of(verified.caller());
    }
    long before = generation.get();
    Optional<VerifiedKey> found = lookUp.get();
    found.ifPresent(good -> remember(key, good, now, before));
    return found.map(VerifiedKey::caller);
  }

  /** What was read before a change must not be remembered after it. */
  private void remember(ByteBuffer key, VerifiedKey good, Instant now, long before) {
    if (known.size() >= MOST) {
      known.values().removeIf(verified -> !now.isBefore(verified.until()));
    }
    if (known.size() >= MOST) {
      return;
    }
    Instant until =
        good.expiresAt().filter(end -> end.isBefore(now.plus(LIFE))).orElse(now.plus(LIFE));
    known.put(key, new Verified(good.caller(), until));
    if (generation.get() != before) {
      known.remove(key);
    }
  }

  void forget(@Observes(during = TransactionPhase.AFTER_SUCCESS) AccessChanged changed) {
    generation.incrementAndGet();
    known.clear();
  }
}
