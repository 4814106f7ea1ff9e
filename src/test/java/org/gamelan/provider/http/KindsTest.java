package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.provider.Models;
import org.gamelan.provider.OfferedModel;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.StreamSink;
import org.gamelan.provider.TokenUsage;
import org.gamelan.provider.http.VendorWire.Call;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind over HTTP does, against its vendor's protocol. */
class KindsTest {
  private static final Said HELLO = Said.text("Hel", "lo ", "wörld 😀");
  private static final HttpTransport TRANSPORT = WireCalls.transport();
  private static final HttpTransport IMPATIENT =
      new HttpTransport(10_000, Duration.ofMillis(100), WireCalls.ANY_HOST, WireCalls.CLOCK);
  private static final ModelTool TOOL =
      new ModelTool("files.read", "Reads a file", WireCalls.SCHEMA);

  private final WireServer server = new WireServer();
  private final List<String> pieces = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @AfterAll
  static void close() {
    TRANSPORT.close();
    IMPATIENT.close();
  }

  static Stream<VendorWire> wires() {
    return VendorWire.all().stream();
  }

  @ParameterizedTest
  @MethodSource("wires")
  void asksAndAnswers(VendorWire wire) {
    server.then(200, "", wire.answer(HELLO));
    ModelAnswer answer = models(wire).call(WireCalls.request(null, List.of()));
    assertThat(answer.text()).isEqualTo(HELLO.text());
    assertThat(answer.truncated()).isFalse();
    assertThat(answer.tokens()).isEqualTo(tokens(wire));
    JsonNode body = wire.check(server.received().get(0), false);
    assertThat(body.has("tools")).isFalse();
    assertThat(Json.write(body)).contains("Be brief", "\"temperature\":0.2", "99");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void streamsPieceByPiece(VendorWire wire) throws Exception {
    CountDownLatch firstSeen = new CountDownLatch(1);
    List<String> events = wire.events(HELLO);
    int split = events.size() - wire.lastEvents();
    server.then(
        (socket, out) -> {
          stream(out, wire, events.subList(0, split));
          await(firstSeen);
          write(out, events.subList(split, events.size()));
        });
    ModelAnswer answer =
        stream(
            wire,
            piece -> {
              pieces.add(piece);
              firstSeen.countDown();
            });
    assertThat(pieces).isEqualTo(HELLO.pieces());
    assertThat(answer.text()).isEqualTo(HELLO.text());
    assertThat(answer.tokens()).isEqualTo(tokens(wire));
    assertThat(answer.cost()).isPositive();
    assertThat(answer.model()).isEqualTo("default");
    wire.check(server.received().get(0), true);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void answerCutOffAtTheLimitIsMarked(VendorWire wire) {
    Said cutOff = new Said(List.of("Hel"), List.of(), true);
    server.then(200, "", wire.answer(cutOff)).thenSay(wire.streamType(), wire.stream(cutOff));
    assertThat(models(wire).call(WireCalls.request(null, List.of())).truncated()).isTrue();
    assertThat(stream(wire, pieces::add).truncated()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("wires")
  void callsOfToolsComeAndTheirResultsGoBack(VendorWire wire) {
    Said calls =
        Said.calls(
            new Call("c1", "files_read", "{\"path\":\"a\"}"),
            new Call("c2", "files_read", "{\"path\":\"b\"}"));
    server
        .then(200, "", wire.answer(calls))
        .thenSay(wire.streamType(), wire.stream(calls))
        .then(200, "", wire.answer(HELLO));
    ModelRequest ask = WireCalls.request(null, List.of(TOOL));
    List<ModelToolCall> wished = models(wire).call(ask).toolCalls();
    List<ModelToolCall> streamed = models(wire).stream(ask, pieces::add).toolCalls();
    assertThat(wished).extracting(ModelToolCall::name).containsOnly("files.read");
    assertThat(wished)
        .extracting(call -> Json.parse(call.arguments()))
        .containsExactly(Json.parse("{\"path\":\"a\"}"), Json.parse("{\"path\":\"b\"}"));
    assertThat(wished).extracting(ModelToolCall::id).doesNotHaveDuplicates();
    assertThat(streamed)
        .usingRecursiveComparison()
        .withEqualsForFields(
            (a, b) -> Json.parse((String) a).equals(Json.parse((String) b)), "arguments")
        .isEqualTo(wished);
    assertThat(pieces).isEmpty();
    ModelRequest next =
        WireCalls.request(
            null,
            List.of(TOOL),
            ModelMessage.user("Hi"),
            ModelMessage.assistant("", wished),
            ModelMessage.toolResult(wished.get(0).id(), "{\"result\":1}"),
            ModelMessage.toolResult(wished.get(1).id(), ""));
    models(wire).call(next);
    wire.check(server.received().get(0), false);
    wire.check(server.received().get(1), true);
    assertThat(Json.write(wire.check(server.received().get(2), false)))
        .contains("files_read", "result", "(nothing)");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void argumentsThatAreNoObjectDoNotBreakTheNextRequest(VendorWire wire) {
    for (String odd : List.of("", "{\"path\":", "[1]", "{}}, {\"injected\":true")) {
      server.then(200, "", wire.answer(HELLO));
      ModelRequest request =
          WireCalls.request(
              null,
              List.of(TOOL),
              ModelMessage.user("Hi"),
              ModelMessage.assistant(null, List.of(new ModelToolCall("c1", "files.read", odd))),
              ModelMessage.toolResult("c1", "not an object"));
      assertThat(models(wire).call(request).text()).isEqualTo(HELLO.text());
    }
    server.received().forEach(sent -> wire.check(sent, false));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void schemaIsToldInAWayOrOther(VendorWire wire) {
    server.then(200, "", wire.answer(HELLO)).then(200, "", wire.answer(HELLO));
    ModelRequest request = WireCalls.request(WireCalls.SCHEMA, List.of());
    models(wire).call(request);
    models(wire, "{\"structuredOutput\":\"prompt\"}").call(request);
    JsonNode own = wire.check(server.received().get(0), false);
    boolean byItself = own.has("response_format") || own.has("format") || own.has("output_config");
    assertThat(byItself).isEqualTo(!wire.kind().equals("openai-compatible"));
    JsonNode prompt = wire.check(server.received().get(1), false);
    assertThat(prompt.has("response_format") || prompt.has("format")).isFalse();
    assertThat(prompt.has("output_config")).isFalse();
    assertThat(prompt.findValuesAsText("text").toString() + prompt.findValuesAsText("content"))
        .contains(Json.write(WireCalls.SCHEMA));
  }

  @ParameterizedTest
  @MethodSource("wires")
  void streamWithoutItsEndIsNoAnswer(VendorWire wire) {
    List<String> events = wire.events(HELLO);
    String cut = String.join("", events.subList(0, events.size() - wire.lastEvents()));
    server.thenSay(wire.streamType(), cut);
    ModelCallException failure = streamFailure(wire);
    assertThat(failure.kind()).isEqualTo(FailureKind.NETWORK);
    assertThat(pieces).isEqualTo(HELLO.pieces());
  }

  @ParameterizedTest
  @MethodSource("wires")
  void streamThatIsResetIsNoAnswer(VendorWire wire) {
    server.then(
        (socket, out) -> {
          stream(out, wire, wire.events(HELLO).subList(0, 3));
          socket.setSoLinger(true, 0);
        });
    assertThat(streamFailure(wire).kind()).isEqualTo(FailureKind.NETWORK);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void silenceInAStreamTimesOut(VendorWire wire) {
    CountDownLatch over = new CountDownLatch(1);
    server
        .thenHang()
        .then(
            (socket, out) -> {
              stream(out, wire, wire.events(HELLO).subList(0, 3));
              await(over);
            });
    Models models =
        WireCalls.models(wire.client(IMPATIENT, WireCalls.ANY_HOST), provider(wire, "{}"));
    ModelCallException beforeTheFirstByte = streamFailure(models);
    ModelCallException between = streamFailure(models);
    over.countDown();
    assertThat(List.of(beforeTheFirstByte, between))
        .allSatisfy(
            failure -> {
              assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
              assertThat(failure).hasMessageContaining("silent");
            });
  }

  @ParameterizedTest
  @MethodSource("wires")
  void errorInAStreamIsAnError(VendorWire wire) {
    server.thenSay(wire.streamType(), wire.events(HELLO).get(0) + wire.overloaded());
    ModelCallException failure = streamFailure(wire);
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure).hasMessageContaining("Overloaded");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void eventThatCannotBeReadEndsTheStream(VendorWire wire) {
    List<String> events = new ArrayList<>(wire.events(HELLO));
    events.set(2, wire.kind().equals("ollama") ? "{oops\n" : "data: {oops\n\n");
    server.thenSay(wire.streamType(), String.join("", events));
    ModelCallException failure = streamFailure(wire);
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure).hasMessageContaining("oops");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void endlessStreamIsRefused(VendorWire wire) {
    server.thenSay(wire.streamType(), wire.stream(Said.text("x".repeat(6_000), "y".repeat(6_000))));
    ModelCallException failure = streamFailure(wire);
    assertThat(failure.kind()).isEqualTo(FailureKind.SERVER_ERROR);
    assertThat(failure).hasMessageContaining("10000 bytes");
  }

  @ParameterizedTest
  @MethodSource("wires")
  void whatTheSinkThrowsEndsTheStreamAndReachesTheCaller(VendorWire wire) {
    server.thenSay(wire.streamType(), wire.stream(HELLO));
    assertThatThrownBy(
            () ->
                stream(
                    wire,
                    piece -> {
                      pieces.add(piece);
                      throw new IllegalStateException("full");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("full");
    assertThat(pieces).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("wires")
  void modelsAreListed(VendorWire wire) {
    server.then(200, "", wire.list()).then(200, "", "{\"data\":{\"label\":\"k\"}}");
    List<OfferedModel> offered = models(wire).offered(provider(wire, "{}"), WireCalls.TIMEOUT);
    assertThat(offered).extracting(OfferedModel::name).containsExactly("m-1", "m-2");
    assertThat(server.received().get(0).head()).startsWith("get /");
  }

  private static TokenUsage tokens(VendorWire wire) {
    return new TokenUsage(1000, 500, wire.kind().equals("ollama") ? 0 : 200);
  }

  private ModelCallException streamFailure(VendorWire wire) {
    return streamFailure(models(wire));
  }

  private ModelCallException streamFailure(Models models) {
    ModelRequest request = WireCalls.request(null, List.of());
    return catchThrowableOfType(
        ModelCallException.class, () -> models.stream(request, pieces::add));
  }

  private ModelAnswer stream(VendorWire wire, StreamSink sink) {
    return models(wire).stream(WireCalls.request(null, List.of()), sink);
  }

  private Models models(VendorWire wire) {
    return models(wire, "{}");
  }

  private Models models(VendorWire wire, String settings) {
    return WireCalls.models(wire.client(TRANSPORT, WireCalls.ANY_HOST), provider(wire, settings));
  }

  private ProviderEntry provider(VendorWire wire, String settings) {
    return WireCalls.provider(wire.kind(), server.baseUrl(), ApiKey.of(VendorWire.KEY), settings);
  }

  /** A stream whose end nobody knows beforehand. */
  private static void stream(OutputStream out, VendorWire wire, List<String> events)
      throws IOException {
    write(out, List.of("HTTP/1.1 200 OK\r\nContent-Type: " + wire.streamType() + "\r\n\r\n"));
    write(out, events);
  }

  private static void write(OutputStream out, List<String> texts) throws IOException {
    for (String text : texts) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
