package org.gamelan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.assertj.core.api.AbstractThrowableAssert;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.policy.ServerPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolsTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void answersWhatTheToolAnswers() {
    Tools tools = tools(1, arguments -> Json.object().put("echo", arguments.path("text").asText()));

    JsonNode answer = tools.call("test.echo", Json.parse("{\"text\": \"hello\"}"), within(5000));

    assertThat(answer.path("echo").asText()).isEqualTo("hello");
    assertThat(tools.list()).extracting(ToolDefinition::name).containsExactly("test.echo");
    assertThat(tools.find("test.echo")).isPresent();
    assertThat(tools.find("other")).isEmpty();
  }

  @Test
  void unknownNamesGetASuggestion() {
    Tools tools = tools(1, arguments -> arguments);

    assertFails(tools, "test.ecko", "{}").hasMessageContaining("Did you mean 'test.echo'?");
    assertFails(tools, "something.else", "{}").hasMessageContaining("There are: test.echo");
    assertFails(tools, "x".repeat(100_000), "{}")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(300));
  }

  @Test
  void argumentsMustFitTheSchema() {
    Tools tools = tools(1, arguments -> arguments);

    assertFails(tools, "test.echo", "{\"text\": 1}").hasMessageContaining("/text");
    assertFails(tools, "test.echo", "{\"other\": 1}").hasMessageContaining("other");
    assertFails(tools, "test.echo", "[]").hasMessageContaining("do not fit");
    assertThat(tools.call("test.echo", null, within(5000))).isEmpty();
  }

  @Test
  void answersThatAreTooLongAreRefused() {
    Tools tools = tools(1, arguments -> Json.object().put("text", "x".repeat(2000)));

    assertFails(tools, "test.echo", "{}").hasMessageContaining("Ask for less");
  }

  @Test
  void failuresOfAToolAreOfKindTool() {
    assertFails(tools(1, a -> fail(new IllegalStateException("secret"))), "test.echo", "{}")
        .hasMessageContaining("IllegalStateException");
    assertFails(tools(1, a -> fail(new InvalidInputException("path", "bad"))), "test.echo", "{}")
        .hasMessageContaining("path: bad");
  }

  @Test
  void aToolThatHangsIsInterruptedAndItsPlaceComesBack() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    Tools tools =
        tools(
            1,
            arguments -> {
              if (arguments.has("text")) {
                return arguments;
              }
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return arguments;
            });

    assertThatThrownBy(() -> tools.call("test.echo", null, within(50)))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TIMEOUT));
    assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(tools.call("test.echo", Json.parse("{\"text\": \"again\"}"), within(5000)))
        .isNotEmpty();
  }

  @Test
  void waitingForAPlaceCountsToo() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Tools tools =
        tools(
            1,
            arguments -> {
              entered.countDown();
              awaitQuietly(leave);
              return arguments;
            });
    Future<JsonNode> first = threads.submit(() -> tools.call("test.echo", null, within(10_000)));
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(() -> tools.call("test.echo", null, within(50)))
        .hasMessageContaining("no free place");
    leave.countDown();
    assertThat(first.get(5, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void whatACallNeedsMayDependOnItsArguments() {
    PolicyLayer noWriting = new PolicyLayer("server", null, Map.of("write", "deny"), null);
    ToolDefinition writing =
        new ToolDefinition("test.note", "", Json.object(), ToolEffect.IDEMPOTENT, Set.of("write"));
    Tool note =
        new Tool() {
          @Override
          public ToolDefinition definition() {
            return new ToolDefinition("test.note", "", Json.object(), ToolEffect.NONE, Set.of());
          }

          @Override
          public ToolDefinition definition(JsonNode arguments) {
            return arguments.path("far").asBoolean() ? writing : definition();
          }

          @Override
          public JsonNode call(JsonNode arguments, ToolContext context) {
            return arguments;
          }
        };
    Tools tools =
        new Tools(
            List.of(note),
            new ToolPool(threads, 1),
            1000,
            new ServerPolicy(noWriting),
            new RecordedAudit());

    assertThat(tools.call("test.note", null, within(5000))).isEmpty();
    assertThatThrownBy(() -> tools.call("test.note", Json.parse("{\"far\": true}"), within(5000)))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static JsonNode fail(RuntimeException e) {
    throw e;
  }

  private static AbstractThrowableAssert<?, ?> assertFails(Tools tools, String name, String args) {
    GamelanException[] thrown = new GamelanException[1];
    assertThatThrownBy(() -> tools.call(name, Json.parse(args), within(5000)))
        .isInstanceOfSatisfying(GamelanException.class, e -> thrown[0] = e);
    assertThat(thrown[0].kind()).isEqualTo(FailureKind.TOOL);
    return assertThat(thrown[0]);
  }

  private static ToolContext within(long millis) {
    return new ToolContext(null, null, null, null, Duration.ofMillis(millis));
  }

  private Tools tools(int atOnce, Function<JsonNode, JsonNode> work) {
    Tool echo =
        new Tool() {
          @Override
          public ToolDefinition definition() {
            return new ToolDefinition(
                "test.echo",
                "Says it again",
                Json.parse(
                    """
                    {"type": "object", "additionalProperties": false,
                     "properties": {"text": {"type": "string"}}}
                    """),
                ToolEffect.NONE,
                Set.of());
          }

          @Override
          public JsonNode call(JsonNode arguments, ToolContext context) {
            return work.apply(arguments);
          }
        };
    return new Tools(
        List.of(echo), new ToolPool(threads, atOnce), 1000, ServerPolicy.OPEN, new RecordedAudit());
  }
}
