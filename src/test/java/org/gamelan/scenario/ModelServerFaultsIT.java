package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A model server's faults, each with its outcome at the task: what passes is tried again, what does
 * not fails with a kind and a sentence, and nothing runs for ever.
 */
class ModelServerFaultsIT {
  private static final String WORKFLOW = "ask";

  /** The same with a time limit that is waited for. */
  private static final String SHORTLY = "ask-shortly";

  private static final int ATTEMPTS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Titles are {@code fault once 1} or {@code fault always 1}. */
  private static final Pattern TITLE = Pattern.compile("([a-z0-9-]+) (once|always) \\d+");

  /** Leaves all callers of its provider alone for a while, so it is asked for by itself. */
  private static final String BUSY = "busy";

  /** Asked for by a server that has answered already, as its first answers may take their time. */
  private static final String HANG = "hang";

  private static final Duration BUSY_FOR = Duration.ofSeconds(2);

  private static final Map<String, Long> SECOND_CALLS = new ConcurrentHashMap<>();
  private static final Map<String, Long> FIRST_CALLS = new ConcurrentHashMap<>();
  private static final Map<String, Asked> ASKED = new ConcurrentHashMap<>();

  /** A task and its title. */
  private record Asked(String title, String task) {}

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static FakeModel model;
  private static TestServer server;
  private static Api api;
  private static int tasks;

  @BeforeAll
  static void start() {
    Path manifests = folder.resolve("manifests");
    String retry = "retry: {attempts: %d, backoff: 100ms, factor: 1, max: 1s}".formatted(ATTEMPTS);
    Definitions.row(manifests, WORKFLOW, 1, "timeout: 1m, " + retry);
    Definitions.row(manifests, SHORTLY, 1, "timeout: 4s, " + retry);
    model = new FakeModel(ModelServerFaultsIT::answer);
    Map<String, String> environment = new HashMap<>(model.environment());
    environment.put("GAMELAN_MANIFESTS", manifests.toString());
    // Each fault is looked at by itself.
    environment.put("GAMELAN_PROVIDER_BREAKER_FAILURES", "1000000");
    server = new TestServer(folder.resolve("data"), environment).start();
    api = server.api();
    ASKED.clear();
    askAllAtOnce();
  }

  /** What takes its time takes it together. */
  private static void askAllAtOnce() {
    passing().forEach(fault -> ask(fault, "once"));
    Stream.concat(staying(), hopeless()).forEach(fault -> ask((String) fault.get()[0], "always"));
    unfit().forEach(fault -> Stream.of("once", "always").forEach(often -> ask(fault, often)));
    ASKED.values().forEach(asked -> api.ended(asked.task(), PATIENCE));
    Stream.of("once", "always").forEach(often -> asked(HANG, often));
  }

  private static void ask(String fault, String often) {
    if (!fault.equals(BUSY) && !fault.equals(HANG)) {
      asked(fault, often);
    }
  }

  /** The task of a fault; one for all that ask for it. */
  private static Asked asked(String fault, String often) {
    return ASKED.computeIfAbsent(fault + " " + often, any -> askAnew(fault, often));
  }

  private static synchronized Asked askAnew(String fault, String often) {
    tasks++;
    String title = fault + " " + often + " " + tasks;
    return new Asked(title, api.create(title, fault.equals(HANG) ? SHORTLY : WORKFLOW));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    model.close();
  }

  private static void answer(String request, FakeModel.Line line) throws IOException {
    Matcher title = TITLE.matcher(request);
    if (!title.find()) {
      line.respond(400, "", "{\"error\":{\"message\":\"the task's title is not in the request\"}}");
      return;
    }
    int call = model.count(title.group());
    (call == 1 ? FIRST_CALLS : SECOND_CALLS).putIfAbsent(title.group(), System.nanoTime());
    if (call > 1 && title.group(2).equals("once")) {
      line.complete(Definitions.ANSWER);
    } else {
      fault(title.group(1), line);
    }
  }

  private static void fault(String name, FakeModel.Line line) throws IOException {
    switch (name) {
      case HANG -> line.hang();
      case "reset" -> line.reset();
      case "truncated" -> line.truncate(Definitions.ANSWER);
      case "garbage" -> line.respond(200, "", "\u0007%&§ this is no JSON");
      case "html" -> line.respond(200, "", "<html><body><h1>Please log in</h1></body></html>");
      case "empty" -> line.respond(200, "", "");
      case "no-choices" -> line.respond(200, "", "{\"choices\":[]}");
      case BUSY ->
          line.respond(429, "Retry-After: " + BUSY_FOR.toSeconds() + "\r\n", error("Slow down"));
      case "broken" -> line.respond(500, "", error("Out of memory"));
      case "html-error" -> line.respond(502, "", "<html><h1>Bad gateway</h1></html>");
      case "wrong-key" -> line.respond(401, "", error("Incorrect API key"));
      case "no-model" -> line.respond(404, "", error("The model does not exist"));
      case "prose" -> line.complete("I would rather not answer that.");
      case "cut-short" -> line.complete("{\"summary\":\"do", "length");
      default -> throw new IllegalArgumentException(name);
    }
  }

  private static String error(String message) {
    return "{\"error\":{\"message\":\"" + message + "\"}}";
  }

  static Stream<String> passing() {
    return Stream.of(
        HANG,
        "reset",
        "truncated",
        "garbage",
        "html",
        "empty",
        "no-choices",
        BUSY,
        "broken",
        "html-error");
  }

  @ParameterizedTest
  @MethodSource("passing")
  void whatPassesIsTriedAgain(String fault) {
    String task = asked(fault, "once").task();
    JsonNode ended = api.ended(task, PATIENCE);
    List<JsonNode> runs = api.stages(task);

    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).path("status").asText()).isEqualTo("failed");
    assertThat(runs.get(1).path("status").asText()).isEqualTo("succeeded");
    assertThat(runs.get(1).path("attempt").asInt()).isEqualTo(2);
    assertThat(runs.get(1).path("output").path("summary").asText()).isEqualTo("done");
  }

  static Stream<Arguments> staying() {
    return Stream.of(
        arguments(HANG, "timeout", "4.0 s"),
        arguments("reset", "network", "broke the connection off"),
        arguments("truncated", "network", "before its answer was complete"),
        arguments("garbage", "server-error", "something that is no JSON"),
        arguments("html", "server-error", "a web page"),
        arguments("empty", "server-error", "answered with nothing"),
        arguments("broken", "server-error", "Out of memory"),
        arguments(BUSY, "rate-limit", "Slow down"));
  }

  @ParameterizedTest
  @MethodSource("staying")
  void whatStaysFailsAfterAllAttemptsAndSaysWhy(String fault, String kind, String words) {
    Asked asked = asked(fault, "always");
    JsonNode ended = api.ended(asked.task(), PATIENCE);

    assertFailed(ended, kind, words);
    assertThat(api.stages(asked.task())).hasSize(ATTEMPTS);
    assertThat(model.calls(asked.title())).isEqualTo(ATTEMPTS);
  }

  static Stream<Arguments> hopeless() {
    return Stream.of(
        arguments("wrong-key", "auth", "Incorrect API key"),
        arguments("no-model", "invalid-input", "check the model's name"));
  }

  @ParameterizedTest
  @MethodSource("hopeless")
  void whatCannotPassIsNotTriedAgain(String fault, String kind, String words) {
    Asked asked = asked(fault, "always");
    JsonNode ended = api.ended(asked.task(), PATIENCE);

    assertFailed(ended, kind, words);
    assertThat(model.calls(asked.title())).isEqualTo(1);
  }

  static Stream<String> unfit() {
    return Stream.of("prose", "cut-short");
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void anAnswerThatDoesNotFitIsAskedForOnceMore(String fault) {
    String mended = asked(fault, "once").task();
    String hopeless = asked(fault, "always").task();

    assertThat(api.ended(mended, PATIENCE).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.stages(mended)).hasSize(1);
    assertFailed(api.ended(hopeless, PATIENCE), "invalid-output", "");
    assertThat(api.stages(hopeless).get(0).path("rawOutput").asText()).isNotBlank();
  }

  @Test
  void aServerThatSaysWhenToComeBackIsNotAskedBefore() {
    Asked asked = asked(BUSY, "once");
    api.ended(asked.task(), PATIENCE);

    long waited = SECOND_CALLS.get(asked.title()) - FIRST_CALLS.get(asked.title());
    assertThat(Duration.ofNanos(waited)).isGreaterThanOrEqualTo(BUSY_FOR);
  }

  @Test
  void aTaskWhoseModelHangsCanBeCancelled() {
    Asked asked = askAnew(HANG, "always");
    Await.that("the model is asked", PATIENCE, () -> model.calls(asked.title()) > 0);
    Api.Answer cancelled =
        api.post("/tasks/" + asked.task() + "/cancel", org.gamelan.json.Json.object());

    assertThat(cancelled.ok().path("status").asText()).isEqualTo("cancelled");
    assertThat(api.stages(asked.task()))
        .noneMatch(run -> run.path("status").asText().equals("running"));
  }

  private static void assertFailed(JsonNode ended, String kind, String words) {
    JsonNode failure = ended.path("failure");
    assertThat(ended.path("status").asText()).isEqualTo("failed");
    assertThat(failure.path("kind").asText()).as(failure.toString()).isEqualTo(kind);
    assertThat(failure.path("message").asText()).contains(words);
    assertThat(failure.path("message").asText()).doesNotContain("Exception", "java.");
    assertThat(ended.path("reason").asText()).isNotBlank();
  }
}
