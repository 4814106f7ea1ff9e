package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.failure.FailureKind;
import org.junit.jupiter.api.Test;

class FallbackTest {
  private final Map<String, FailureKind> failing = new HashMap<>();
  private final Map<String, Double> latencies = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final List<Duration> times = new ArrayList<>();
  private final List<RoutingNote> notes = new ArrayList<>();
  private final List<ModelEntry> entries = new ArrayList<>();

  @Test
  void theModelThatWasNamedAnswersAndNothingIsNoted() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    assertThat(call("first").model()).isEqualTo("first");
    assertThat(notes).isEmpty();
  }

  @Test
  void theNextOfTheChainIsAskedAndTheReasonNoted() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of("third"), "order", 1);
    add("third", List.of(), "order", 1);
    failing.put("first", FailureKind.SERVER_ERROR);
    failing.put("second", FailureKind.RATE_LIMIT);

    assertThat(call("first").model()).isEqualTo("third");

    assertThat(asked).containsExactly("first", "second", "third");
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0).winner()).isEqualTo("third");
    assertThat(notes.get(0).reason()).contains("'first', 'second' failed");
    assertThat(notes.get(0).candidates())
        .extracting(RoutingNote.Candidate::name)
        .containsExactly("first", "second", "third");
  }

  @Test
  void whoTriesAgainItselfIsToldBeforeAnotherModelIsAsked() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    failing.put("first", FailureKind.NETWORK);
    CallerRetry onNetwork = (kind, pause) -> kind == FailureKind.NETWORK;

    assertThatThrownBy(() -> models().call(request("first", List.of(), onNetwork)))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NETWORK));
    assertThat(asked).containsExactly("first");
    assertThat(notes).isEmpty();

    failing.put("first", FailureKind.AUTH);
    assertThat(models().call(request("first", List.of(), onNetwork)).model()).isEqualTo("second");
  }

  @Test
  void whatWasNotLetThroughGoesToAnotherModelAtOnce() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    closed.add("first");
    CallerRetry always = (kind, pause) -> true;
    assertThat(models().call(request("first", List.of(), always)).model()).isEqualTo("second");
    assertThat(asked).containsExactly("second");
  }

  @Test
  void aModelThatHangsLeavesTimeToTheNext() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    failing.put("first", FailureKind.TIMEOUT);

    assertThat(call("first").model()).isEqualTo("second");

    assertThat(times.get(0)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    assertThat(times.get(1)).isGreaterThan(Duration.ofSeconds(8));
  }

  @Test
  void whoHasNoFallbackOrIsTriedAgainGetsAllTheTime() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    call("second");
    models().call(request("first", List.of(), (kind, pause) -> true));
    assertThat(times).hasSize(2).allMatch(time -> time.compareTo(Duration.ofSeconds(9)) > 0);
  }

  @Test
  void theLastFailureIsToldWhenNobodyAnswers() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    failing.put("first", FailureKind.SERVER_ERROR);
    failing.put("second", FailureKind.AUTH);
    assertThatThrownBy(() -> call("first"))
        .isInstanceOfSatisfying(
            ModelCallException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.AUTH));
    assertThat(notes.get(0).winner()).isNull();
  }

  @Test
  void aFaultOfTheRequestIsNobodyElsesTurn() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    failing.put("first", FailureKind.INVALID_INPUT);
    assertThatThrownBy(() -> call("first")).isInstanceOf(ModelCallException.class);
    assertThat(asked).containsExactly("first");
  }

  @Test
  void theCheapestFirst() {
    add("dear", List.of("cheap", "middling"), "cost", 10);
    add("cheap", List.of(), "order", 1);
    add("middling", List.of(), "order", 5);
    assertThat(call("dear").model()).isEqualTo("cheap");
    assertThat(notes.get(0).reason()).contains("preferred by cost");
  }

  @Test
  void theQuickestFirst() {
    add("slow", List.of("quick"), "latency", 1);
    add("quick", List.of(), "order", 1);
    latencies.put("slow", 900.0);
    latencies.put("quick", 100.0);
    assertThat(call("slow").model()).isEqualTo("quick");
  }

  @Test
  void whoCannotCallToolsIsLeftOut() {
    add("plain", List.of("able"), "order", 1, "vision");
    add("able", List.of(), "order", 1, "tools");
    ModelTool tool = new ModelTool("t", "does it", null);
    assertThat(call("plain", List.of(tool)).model()).isEqualTo("able");
    assertThat(asked).containsExactly("able");
    assertThat(notes.get(0).candidates())
        .contains(new RoutingNote.Candidate("plain", "it cannot call tools"));
  }

  @Test
  void aStreamThatHasBegunIsNotBegunElsewhere() {
    add("first", List.of("second"), "order", 1);
    add("second", List.of(), "order", 1);
    Models models = models();
    failing.put("first", FailureKind.NETWORK);
    StringBuilder heard = new StringBuilder();
    assertThatThrownBy(() -> models.stream(request("first", List.of()), heard::append))
        .isInstanceOf(ModelCallException.class);
    assertThat(heard).hasToString("beginning");
    assertThat(asked).containsExactly("first");
  }

  private ModelAnswer call(String alias) {
    return call(alias, List.of());
  }

  private ModelAnswer call(String alias, List<ModelTool> tools) {
    return models().call(request(alias, tools));
  }

  private static ModelRequest request(String alias, List<ModelTool> tools) {
    return request(alias, tools, CallerRetry.NEVER);
  }

  private static ModelRequest request(String alias, List<ModelTool> tools, CallerRetry retry) {
    return new ModelRequest(
        alias,
        "system",
        List.of(ModelMessage.user("hello")),
        tools,
        null,
        ModelParameters.NONE,
        Duration.ofSeconds(10),
        new CallOrigin(UUID.randomUUID(), null, "s", "a", Map.of()),
        retry);
  }

  private Models models() {
    Catalogue catalogue = new Catalogue(entries);
    return new Models(() -> catalogue, List.of(new Client()), new Noting(), Clock.systemUTC());
  }

  private void add(
      String name, List<String> fallbacks, String prefer, int price, String... capabilities) {
    entries.add(
        new ModelEntry(
            UUID.randomUUID(),
            name,
            1,
            new ProviderEntry(
                UUID.randomUUID(), 1, "p-" + name, "test", null, ApiKey.NONE, null, null),
            name,
            null,
            BigDecimal.valueOf(price),
            BigDecimal.valueOf(price),
            List.of(capabilities),
            fallbacks,
            ProviderLimits.NONE,
            prefer));
  }

  /** Answers, or fails as told. */
  private final class Client implements ModelClient {
    @Override
    public List<ProviderKind> kinds() {
      return List.of(new ProviderKind("test", null, false));
    }

    @Override
    public ModelAnswer call(ModelEntry entry, ModelRequest request) {
      asked.add(entry.name());
      times.add(request.timeout());
      FailureKind failure = failing.get(entry.name());
      if (failure != null) {
        throw new ModelCallException(failure, "as told", null);
      }
      return new ModelAnswer("hi", List.of(), false, TokenUsage.NONE, null, null, null);
    }

    @Override
    public ModelAnswer stream(ModelEntry entry, ModelRequest request, StreamSink sink) {
      sink.text("beginning");
      return call(entry, request);
    }
  }

  /** Keeps the notes. */
  private final class Noting implements Attempts {
    @Override
    public <R extends GovernedRequest<R>, A extends GovernedAnswer> A make(
        ModelEntry entry, R request, Function<R, A> call) {
      if (closed.contains(entry.name())) {
        throw new NotAdmittedException(FailureKind.RATE_LIMIT, "too many wait", null);
      }
      return call.apply(request);
    }

    @Override
    public void note(RoutingNote note) {
      notes.add(note);
    }

    @Override
    public double latency(ModelEntry entry) {
      return latencies.getOrDefault(entry.name(), 0.0);
    }
  }
}
