package org.gamelan.provider.http;

import java.time.Duration;
import java.util.Optional;

/**
 * What the transport has to know of the call under way on this thread; the library between the
 * client and the transport passes neither on.
 */
final class CallScope implements AutoCloseable {
  private static final ThreadLocal<CallScope> CURRENT = new ThreadLocal<>();

  private final String what;
  private final Duration timeout;
  private final Optional<String> secret;
  private String body = "";

  private CallScope(String what, Duration timeout, Optional<String> secret) {
    this.what = what;
    this.timeout = timeout;
    this.secret = secret;
  }

  /**
   * Opens a scope.
   *
   * @param what the model and its provider, for messages
   * @param timeout the longest the call may take
   * @param secret must not appear in any message
   */
  static CallScope open(String what, Duration timeout, Optional<String> secret) {
    CallScope scope = new CallScope(what, timeout, secret);
    CURRENT.set(scope);
    return scope;
  }

  static CallScope current() {
    CallScope scope = CURRENT.get();
    if (scope == null) {
      throw new IllegalStateException("No call of a model is under way on this thread");
    }
    return scope;
  }

  String what() {
    return what;
  }

  Duration timeout() {
    return timeout;
  }

  /** The text without the secret, should a server have echoed it. */
  String redact(String text) {
    return secret.filter(it -> !it.isEmpty()).map(it -> text.replace(it, "•••")).orElse(text);
  }

  /** Keeps the body of the answer, for a better message should it be no proper one. */
  void received(String text) {
    body = text;
  }

  String body() {
    return body;
  }

  @Override
  public void close() {
    CURRENT.remove();
  }
}
