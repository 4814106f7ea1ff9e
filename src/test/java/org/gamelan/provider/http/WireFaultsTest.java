package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that goes wrong on the wire, for every kind and every way to ask. */
class WireFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** One for all: making it takes longer than most tests. */
  private static final HttpTransport TRANSPORT = WireCalls.transport();

  /** How a provider is asked. */
  enum Way {
    CALL,
    STREAM,
    LIST
  }

  /** Prepares the server for one fault. */
  private interface Arrangement {
    void of(WireServer server, VendorWire wire, Way way);
  }

  /**
   * A fault and what is told of it.
   *
   * @param timeout the longest the call may take
   * @param message part of what a person reads
   */
  record Fault(
      String name, FailureKind kind, String message, Duration timeout, Arrangement arrangement) {
    @Override
    public String toString() {
      return name;
    }
  }

  private final WireServer server = new WireServer();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @AfterAll
  static void close() {
    TRANSPORT.close();
  }

  static Stream<Arguments> faults() {
    return VendorWire.all().stream()
        .flatMap(
            wire ->
                Stream.of(Way.values())
                    .flatMap(
                        way ->
                            Stream.concat(statuses(), broken())
                                .map(fault -> Arguments.of(wire, way, fault))));
  }

  private static Stream<Fault> statuses() {
    return Stream.of(
        status(302, FailureKind.INVALID_INPUT, "elsewhere"),
        status(400, FailureKind.INVALID_INPUT, "does not accept"),
        status(401, FailureKind.AUTH, "credential"),
        status(402, FailureKind.BUDGET, "credit"),
        status(403, FailureKind.AUTH, "credential"),
        status(404, FailureKind.INVALID_INPUT, "check the model's name"),
        status(408, FailureKind.TIMEOUT, "too long"),
        status(409, FailureKind.SERVER_ERROR, "409"),
        status(413, FailureKind.INVALID_INPUT, "too large"),
        status(422, FailureKind.INVALID_INPUT, "does not accept"),
        status(429, FailureKind.RATE_LIMIT, "too often"),
        status(500, FailureKind.SERVER_ERROR, "500"),
        status(502, FailureKind.SERVER_ERROR, "502"),
        status(503, FailureKind.SERVER_ERROR, "503"),
        status(529, FailureKind.SERVER_ERROR, "529"));
  }

  private static Fault status(int status, FailureKind kind, String message) {
    String body = "{\"error\":{\"message\":\"no luck, " + VendorWire.KEY + "\",\"type\":\"x\"}}";
    return fault(
        "status " + status,
        kind,
        message,
        // The transport itself repeats a request once after a 408.
        (server, wire, way) -> server.then(status, "", body).then(status, "", body));
  }

  private static Stream<Fault> broken() {
    return Stream.of(
        new Fault(
            "slow first byte",
            FailureKind.TIMEOUT,
            "100 ms",
            SHORT,
            (server, wire, way) -> server.thenHang()),
        new Fault(
            "answer that drips",
            FailureKind.TIMEOUT,
            "100 ms",
            SHORT,
            (server, wire, way) -> server.then((socket, out) -> drip(out, proper(wire, way)))),
        fault("reset", FailureKind.NETWORK, "broke", (server, wire, way) -> server.thenReset()),
        fault(
            "nothing at all",
            FailureKind.NETWORK,
            "broke",
            (server, wire, way) -> server.then((socket, out) -> out.flush())),
        fault(
            "answer cut off",
            FailureKind.NETWORK,
            "broke",
            (server, wire, way) ->
                server.then(
                    (socket, out) -> {
                      byte[] whole = proper(wire, way);
                      out.write(whole, 0, whole.length - 20);
                    })),
        said("web page", "text/html", "<html>Log in</html>", "a web page"),
        said("web page of another type", "application/json", "<html>x</html>", "a web page"),
        said("plain text", "text/plain", "hello", "no JSON"),
        said("empty", "application/json", "", "nothing"),
        said("JSON broken off", "application/json", "{\"choices\":", "JSON that is no"),
        said("JSON of another shape", "application/json", "{}", "JSON that is no"),
        said(
            "error without a status", "application/json", "{\"error\":\"overheated\"}", "overheat"),
        said("endless", "application/json", "{\"x\":\"" + "x".repeat(20_000) + "\"}", ""),
        fault(
            "web page with a status",
            FailureKind.SERVER_ERROR,
            "502",
            (server, wire, way) -> server.then(502, "", "<html><script>x</script></html>")));
  }

  private static Fault said(String name, String type, String body, String message) {
    return fault(
        name, FailureKind.SERVER_ERROR, message, (server, wire, way) -> server.thenSay(type, body));
  }

  private static Fault fault(
      String name, FailureKind kind, String message, Arrangement arrangement) {
    return new Fault(name, kind, message, WireCalls.TIMEOUT, arrangement);
  }

  private static byte[] proper(VendorWire wire, Way way) {
    VendorWire.Said hello = VendorWire.Said.text("Hel", "lo");
    return switch (way) {
      case CALL -> WireServer.response(200, "", wire.answer(hello));
      case LIST -> WireServer.response(200, "", wire.list());
      case STREAM -> WireServer.response(200, wire.streamType(), "", wire.stream(hello));
    };
  }

  private static void drip(java.io.OutputStream out, byte[] bytes) throws IOException {
    for (byte one : bytes) {
      out.write(one);
      out.flush();
      sleep(20);
    }
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("faults")
  void faultTellsItsKind(VendorWire wire, Way way, Fault fault) {
    fault.arrangement().of(server, wire, way);
    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> ask(wire, way, fault.timeout()));
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(fault.kind());
    assertThat(failure)
        .hasMessageContaining(fault.message())
        .hasMessageContaining(way == Way.LIST ? "'p'" : "'m-1' of 'p'")
        .hasMessageNotContaining(VendorWire.KEY)
        .hasMessageNotContaining("<script");
    assertThat(failure.retryAfter()).isEmpty();
  }

  static Stream<Arguments> ways() {
    return VendorWire.all().stream()
        .flatMap(wire -> Stream.of(Way.values()).map(way -> Arguments.of(wire, way)));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void retryAfterIsHandedOn(VendorWire wire, Way way) {
    server.then(429, "Retry-After: 7\r\n", "{\"error\":{\"message\":\"slow down\"}}");
    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> ask(wire, way, WireCalls.TIMEOUT));
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void refusedConnectionIsANetworkFailure(VendorWire wire, Way way) throws IOException {
    server.close();
    ModelCallException failure =
        catchThrowableOfType(ModelCallException.class, () -> ask(wire, way, WireCalls.TIMEOUT));
    assertThat(failure.kind()).isEqualTo(FailureKind.NETWORK);
    assertThat(failure).hasMessageContaining("refused");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void interruptionCancelsPromptly(VendorWire wire, Way way) throws Exception {
    server.thenHang();
    CompletableFuture<Throwable> failed = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                ask(wire, way, WireCalls.TIMEOUT);
              } catch (ModelCallException e) {
                failed.complete(e);
              }
            });
    caller.start();
    while (server.received().isEmpty()) {
      sleep(5);
    }
    caller.interrupt();
    assertThat(failed.get(30, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CANCELLED));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void nothingIsSentWithoutACredentialThatCouldBe(VendorWire wire, Way way) {
    for (ApiKey key : List.of(ApiKey.unavailable("X_API_KEY is not set."), ApiKey.of("a\nb"))) {
      ModelCallException failure =
          catchThrowableOfType(ModelCallException.class, () -> ask(wire, way, provider(wire, key)));
      assertThat(failure.kind()).isEqualTo(FailureKind.AUTH);
      assertThat(failure).hasMessageContaining("credential").hasMessageNotContaining("a\nb");
    }
    assertThat(server.received()).isEmpty();
  }

  private Object ask(VendorWire wire, Way way, Duration timeout) {
    return ask(wire, way, provider(wire, ApiKey.of(VendorWire.KEY)), timeout);
  }

  private Object ask(VendorWire wire, Way way, ProviderEntry provider) {
    return ask(wire, way, provider, WireCalls.TIMEOUT);
  }

  private Object ask(VendorWire wire, Way way, ProviderEntry provider, Duration timeout) {
    Models models = WireCalls.models(wire.client(TRANSPORT, WireCalls.ANY_HOST), provider);
    List<String> pieces = new ArrayList<>();
    return switch (way) {
      case CALL -> models.call(WireCalls.request(timeout));
      case STREAM -> models.stream(WireCalls.request(timeout), pieces::add);
      case LIST -> models.offered(provider, timeout);
    };
  }

  private ProviderEntry provider(VendorWire wire, ApiKey key) {
    return WireCalls.provider(wire.kind(), server.baseUrl(), key, "{}");
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
