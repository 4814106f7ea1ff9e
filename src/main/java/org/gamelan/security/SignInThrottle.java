package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Limits how often passwords can be tried, for each user name and for each address. API keys are
 * not counted: nobody guesses 256 random bits.
 */
@ApplicationScoped
public class SignInThrottle {
  private static final int CAPACITY = 10_000;

  private SlidingWindow users;
  private SlidingWindow addresses;

  /** For the container's proxies. */
  protected SignInThrottle() {}

  @Inject
  SignInThrottle(SecurityConfig config, Clock clock) {
    users = new SlidingWindow(clock, config.attemptsPerUser(), config.attemptsWindow(), CAPACITY);
    addresses =
        new SlidingWindow(clock, config.attemptsPerAddress(), config.attemptsWindow(), CAPACITY);
  }

  /**
   * Counts an attempt before the password is looked at, so that attempts side by side count too.
   *
   * @return how long to wait when there were too many
   */
  Optional<Duration> attempt(String user, String address) {
    Optional<Duration> wait = addresses.attempt(address);
    if (wait.isPresent()) {
      return wait;
    }
    return users.attempt(user.toLowerCase(Locale.ROOT));
  }

  /**
   * The password was right: the user's failures are forgotten, the address gets its attempt back.
   */
  void succeeded(String user, String address) {
    users.forget(user.toLowerCase(Locale.ROOT));
    addresses.takeBack(address);
  }
}
