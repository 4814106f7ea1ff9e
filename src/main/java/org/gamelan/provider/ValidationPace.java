package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * When a provider is looked at again: now and then while it is well, soon and then more and more
 * seldom while it is not. Never quite regularly, so that many do not all come at once.
 */
@ApplicationScoped
public class ValidationPace {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final double SPREAD = 0.2;

  private final Duration interval;
  private final DoubleSupplier random;

  protected ValidationPace() {
    this(Duration.ZERO, () -> 0);
  }

  @Inject
  public ValidationPace(ProviderConfig config) {
    this(config.validationInterval(), () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * @param interval between two looks at one that is well
   * @param random from 0 to 1
   */
  ValidationPace(Duration interval, DoubleSupplier random) {
    this.interval = interval;
    this.random = random;
  }

  /** How long to wait after it was found well. */
  Duration afterSuccess() {
    return spread(interval);
  }

  /**
   * How long to wait after it was found not to work.
   *
   * @param before how long the wait was after the failure before this one; null when it was well
   */
  Duration afterFailure(Duration before) {
    Duration wait = before == null ? SHORTEST : spread(before.multipliedBy(2));
    Duration bounded = shorter(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait, LONGEST);
    return shorter(bounded, interval);
  }

  /** How long to wait before rows are looked through again. */
  Duration betweenLooks() {
    return spread(shorter(interval, Duration.ofSeconds(30)));
  }

  private Duration spread(Duration mean) {
    double factor = 1 - SPREAD + 2 * SPREAD * random.getAsDouble();
    return Duration.ofMillis(Math.round(mean.toMillis() * factor));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
