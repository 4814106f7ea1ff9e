package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.provider.ProviderEntry;

/**
 * What the transport has to know of the call under way on this thread; the library between the
 * client and the transport passes none of it on.
 */
final class CallScope implements AutoCloseable {
  private static final ThreadLocal<CallScope> CURRENT = new ThreadLocal<>();

  private final String what;
  private final String expected;
  private final Duration timeout;
  private final Optional<String> secret;
  private final Map<String, String> headers;
  private final WireFix fix;
  private String body = "";

  private CallScope(
      String what,
      String expected,
      Duration timeout,
      Optional<String> secret,
      Map<String, String> headers,
      WireFix fix) {
    this.what = what;
    this.expected = expected;
    this.timeout = timeout;
    this.secret = secret;
    this.headers = headers;
    this.fix = fix;
  }

  /**
   * Opens the scope of a call.
   *
   * @param what the model and its provider, for messages
   * @param timeout the longest the call may take
   * @param headers sent with the request, the credential among them
   * @param fix completes what goes over the wire
   */
  static CallScope ofCall(
      String what,
      Duration timeout,
      ProviderEntry provider,
      Map<String, String> headers,
      WireFix fix) {
    return open(
        new CallScope(what, "chat completion", timeout, provider.apiKey().reveal(), headers, fix));
  }

  /** Opens the scope of a call that asks for vectors; see {@link #ofCall}. */
  static CallScope ofEmbeddings(
      String what, Duration timeout, ProviderEntry provider, Map<String, String> headers) {
    return open(
        new CallScope(
            what,
            "list of embeddings",
            timeout,
            provider.apiKey().reveal(),
            headers,
            WireFix.NONE));
  }

  /** Opens the scope of a look at what a provider offers. */
  static CallScope ofList(
      String what, Duration timeout, ProviderEntry provider, Map<String, String> headers) {
    return open(
        new CallScope(
            what, "list of models", timeout, provider.apiKey().reveal(), headers, WireFix.NONE));
  }

  private static CallScope open(CallScope scope) {
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

  /** What a proper answer would be, in words. */
  String expected() {
    return expected;
  }

  Duration timeout() {
    return timeout;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The request's body as it is to be sent. */
  String completed(String request) {
    if (fix == WireFix.NONE) {
      return request;
    }
    ObjectNode document = (ObjectNode) Json.parseOwn(request);
    fix.request(document);
    return Json.write(document);
  }

  /** An event of a stream as the library is to read it. */
  String completed(ObjectNode event) {
    fix.event(event);
    return Json.write(event);
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
