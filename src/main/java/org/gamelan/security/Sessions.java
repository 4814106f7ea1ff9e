package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Optional;

/** Says whether a session that was once started still stands for somebody. */
@ApplicationScoped
public class Sessions {
  private Users users;

  /** For the container's proxies. */
  protected Sessions() {}

  @Inject
  Sessions(Users users) {
    this.users = users;
  }

  /** What a new session of this caller has to remember. */
  public SessionMark mark(Caller caller) {
    return markOf(users.require(caller.userId().toString()));
  }

  /** Who this is, unless they were disabled, removed or changed their password since. */
  public Optional<Caller> resume(SessionMark mark) {
    return users
        .findEnabled(mark.user())
        .filter(user -> markOf(user).equals(mark))
        .map(User::asCaller);
  }

  private static SessionMark markOf(User user) {
    byte[] digest = KeyText.of(user.passwordHash()).hash();
    return new SessionMark(user.id(), Base64.getEncoder().encodeToString(digest));
  }
}
