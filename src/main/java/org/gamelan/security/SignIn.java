package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The one place where credentials are checked, counted and told about. */
@ApplicationScoped
public class SignIn {
  private static final int REMEMBERED = 1_000;
  private static final int LOCKS = 64;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_SECRET = 512;

  private Users users;
  private ApiKeys keys;
  private VerifiedKeys verified;
  private SignInThrottle throttle;
  private Event<SignedIn> signedIn;
  private Event<SignInFailed> failed;
  private RememberedPasswords remembered;
  private Object[] locks;

  /** For the container's proxies. */
  protected SignIn() {}

  @Inject
  SignIn(
      Users users,
      ApiKeys keys,
      VerifiedKeys verified,
      SignInThrottle throttle,
      Event<SignedIn> signedIn,
      Event<SignInFailed> failed,
      Clock clock) {
    this.users = users;
    this.keys = keys;
    this.verified = verified;
    this.throttle = throttle;
    this.signedIn = signedIn;
    this.failed = failed;
    this.remembered = new RememberedPasswords(clock, REMEMBERED);
    this.locks = new Object[LOCKS];
    for (int i = 0; i < LOCKS; i++) {
      locks[i] = new Object();
    }
  }

  /**
   * Signs in with name and password.
   *
   * @param way {@code form} or {@code basic}, for those who observe
   * @throws SignInRefusedException when they are wrong, or when there were too many attempts
   */
  public Caller withPassword(String name, String password, String address, String way) {
    boolean tooLong = name.length() > LONGEST_NAME || password.length() > LONGEST_SECRET;
    Optional<User> user = tooLong ? Optional.empty() : users.findEnabled(name);
    if (user.isPresent() && remembered.knows(password, user.get().passwordHash())) {
      return user.get().asCaller();
    }
    // One at a time for a name: many requests side by side must not each pay for the same hash.
    synchronized (locks[Math.floorMod(name.toLowerCase(Locale.ROOT).hashCode(), LOCKS)]) {
      if (user.isPresent() && remembered.knows(password, user.get().passwordHash())) {
        return user.get().asCaller();
      }
      return check(
          user,
          tooLong ? name.substring(0, Math.min(name.length(), LONGEST_NAME)) : name,
          tooLong ? "" : password,
          address,
          way);
    }
  }

  private Caller check(
      Optional<User> user, String name, String password, String address, String way) {
    Optional<Duration> wait = throttle.attempt(name, address);
    if (wait.isPresent()) {
      failed.fire(new SignInFailed(name, way, address, "too-many-attempts"));
      throw new SignInRefusedException("Too many failed attempts; try again later.", wait.get());
    }
    String stored = user.map(User::passwordHash).orElse(PasswordHash.NOBODY);
    if (!PasswordHash.matches(password, stored) || user.isEmpty()) {
      failed.fire(new SignInFailed(name, way, address, "wrong-credentials"));
      throw new SignInRefusedException("The name or the password is wrong.");
    }
    throttle.succeeded(name, address);
    remembered.remember(password, stored);
    Caller caller = user.get().asCaller();
    signedIn.fire(new SignedIn(caller, way, address));
    return caller;
  }

  /**
   * Signs in with an API key.
   *
   * @throws SignInRefusedException when it is unknown, expired or revoked
   */
  public Caller withKey(String text, String address) {
    KeyText key = KeyText.of(text);
    Optional<Caller> caller =
        text.length() > LONGEST_SECRET
            ? Optional.empty()
            : verified.find(key.hash(), () -> keys.verify(key));
    return caller.orElseThrow(
        () -> {
          failed.fire(new SignInFailed(key.prefix() + "…", "key", address, "wrong-credentials"));
          return new SignInRefusedException("The API key is unknown, expired or revoked.");
        });
  }
}
