package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** How providers are looked at, and what is told of it. */
class ValidationIT {
  private static final String LIST = "{\"data\": [{\"id\": \"Small 1\"}, {\"id\": \"org/large\"}]}";

  private final ApiClient api = ServerFixture.shared().client();
  private final ProviderCalls providers = new ProviderCalls(api);

  private static FakeModel listing(String list) {
    return new FakeModel(
        (request, line) -> {
          if (request.isEmpty()) {
            line.respond(200, "", list);
          } else {
            line.complete("yes");
          }
        });
  }

  private static FakeModel failing(int status, String body) {
    return new FakeModel((request, line) -> line.respond(status, "", body));
  }

  @Test
  void aProviderThatWorksIsValidWithAllItsSteps() throws IOException {
    try (FakeModel model = listing(LIST)) {
      providers.create(ProviderCalls.draft("works", model));
      JsonNode valid = providers.validated("works");
      assertThat(valid.path("status").asText()).as(valid.toString()).isEqualTo("valid");
      assertThat(valid.path("statusDetail").isNull()).isTrue();
      assertThat(valid.path("version").asInt()).isZero();
      assertThat(valid.path("steps"))
          .extracting(step -> step.path("name").asText())
          .containsExactly("resolve", "connect", "models");
      assertThat(valid.path("steps")).allMatch(step -> step.path("latencyMs").isIntegralNumber());

      ApiClient.Answer accepted = providers.validate("works", "{\"call\": true}");
      assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
      assertThat(accepted.response().headers().firstValue("Location").orElseThrow())
          .endsWith("/api/v1/providers/" + valid.path("id").asText());
      assertThat(accepted.json().path("status").asText()).isIn("validating", "valid");
      JsonNode called = providers.validated("works");
      assertThat(ProviderCalls.step(called, "call").path("ok").asBoolean())
          .as(called.toString())
          .isTrue();
      assertThat(model.answered()).isEqualTo(1);
    }
  }

  @Test
  void whatFailsIsToldWithWhatToDo() throws IOException {
    try (FakeModel refusing = failing(401, "{\"error\": {\"message\": \"Incorrect API key\"}}");
        FakeModel proxy = failing(200, "<html><body>Please log in</body></html>");
        FakeModel missing = failing(404, "{\"error\": {\"message\": \"not here\"}}")) {
      assertInvalid("refuses", refusing, "models", "Give the provider a key");
      assertInvalid("behind-proxy", proxy, "models", "web page, perhaps from a proxy");
      assertInvalid("misplaced", missing, "models", "needs its /v1");
    }
  }

  private void assertInvalid(String name, FakeModel model, String step, String detail) {
    providers.create(ProviderCalls.draft(name, model));
    JsonNode invalid = providers.validated(name);
    assertThat(invalid.path("status").asText()).as(invalid.toString()).isEqualTo("invalid");
    assertThat(invalid.path("statusDetail").asText()).contains(detail);
    assertThat(ProviderCalls.step(invalid, step).path("ok").asBoolean()).isFalse();
  }

  @Test
  void aClosedPortAndAnUnknownHostAreToldApart() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    for (String url : List.of("http://127.0.0.1:" + closed + "/v1", "http://nowhere.invalid/v1")) {
      ApiClient.Answer tried =
          api.post(
              "api/v1/providers/test",
              Json.object()
                  .put("name", "tried")
                  .put("kind", "openai-compatible")
                  .put("baseUrl", url)
                  .toString());
      assertThat(tried.status()).as(tried.text()).isEqualTo(200);
      assertThat(tried.json().path("ok").asBoolean()).isFalse();
      String failed = url.contains("invalid") ? "resolve" : "connect";
      assertThat(ProviderCalls.step(tried.json(), failed).path("message").asText())
          .contains("Check the base URL");
    }
    assertThat(api.get("api/v1/providers/tried").status()).isEqualTo(404);
  }

  @Test
  void aListIsMissedButACallTellsThatItWorks() throws IOException {
    try (FakeModel model =
        new FakeModel(
            (request, line) -> {
              if (request.isEmpty()) {
                line.respond(404, "", "{}");
              } else {
                line.complete("yes");
              }
            })) {
      providers.create(ProviderCalls.draft("listless", model));
      assertThat(providers.validated("listless").path("status").asText()).isEqualTo("invalid");
      api.post(
          "api/v1/models",
          "{\"name\": \"of-listless\", \"provider\": \"listless\", \"model\": \"m\"}");
      providers.validate("listless", "{\"call\": true}");
      assertThat(providers.validated("listless").path("status").asText()).isEqualTo("valid");
      // Whoever repeats it knows that only a call can tell.
      providers.validate("listless", "");
      assertThat(providers.validated("listless").path("status").asText()).isEqualTo("valid");
      assertThat(model.answered()).isEqualTo(2);
    }
  }

  @Test
  void aSpentBudgetSkipsTheCallAndTheProviderStaysValid() throws IOException {
    ServerFixture server = ServerFixture.shared();
    JsonNode key = api.post("api/v1/api-keys", "{\"name\": \"poor\"}").json();
    ProviderCalls poor = new ProviderCalls(new ApiClient(server.base(), key.path("key").asText()));
    String budget = "spent-by-validations";
    JsonNode made =
        api.post(
                "api/v1/budgets",
                Json.object()
                    .put("name", budget)
                    .put("scope", "key")
                    .put("subject", key.path("id").asText())
                    .put("period", "day")
                    .put("unit", "tokens")
                    .put("amount", 20)
                    .toString())
            .json();
    assertThat(made.path("name").asText()).as(made.toString()).isEqualTo(budget);
    try (FakeModel model = listing(LIST)) {
      poor.create(ProviderCalls.draft("frugal", model));
      poor.validated("frugal");
      // The usage that the fake tells leaves less than another call may take.
      for (int i = 0; i < 2; i++) {
        poor.validate("frugal", "{\"call\": true}");
        poor.validated("frugal");
      }
      JsonNode skipped = poor.read("frugal");
      JsonNode call = ProviderCalls.step(skipped, "call");
      assertThat(skipped.path("status").asText()).as(skipped.toString()).isEqualTo("valid");
      assertThat(call.path("skipped").asBoolean()).as(skipped.toString()).isTrue();
      assertThat(call.path("message").asText()).contains("No model was called", budget);
      assertThat(model.answered()).as("calls").isEqualTo(1);

      providers.validate("frugal", "{\"call\": true}");
      JsonNode called = ProviderCalls.step(providers.validated("frugal"), "call");
      assertThat(called.has("skipped")).as("another key has no such budget").isFalse();
      assertThat(model.answered()).isEqualTo(2);
    }
  }

  @Test
  void aCallWhoseCredentialIsRefusedHasTheProviderLookedAt() throws IOException {
    AtomicBoolean withdrawn = new AtomicBoolean();
    try (FakeModel model =
        new FakeModel(
            (request, line) ->
                line.respond(
                    withdrawn.get() ? 401 : 200,
                    "",
                    withdrawn.get() ? "{\"error\": {\"message\": \"revoked\"}}" : LIST))) {
      providers.create(ProviderCalls.draft("withdrawn", model));
      assertThat(providers.validated("withdrawn").path("status").asText()).isEqualTo("valid");
      api.post(
          "api/v1/models",
          "{\"name\": \"of-withdrawn\", \"provider\": \"withdrawn\", \"model\": \"m\"}");
      api.post(
          "api/v1/agents",
          "{\"name\": \"asks-withdrawn\", \"prompt\": \"Say it.\", \"model\": \"of-withdrawn\"}");
      withdrawn.set(true);
      JsonNode run =
          api.post("api/v1/agents/asks-withdrawn/runs?wait=30s", "{\"message\": \"Hello\"}").json();
      assertThat(run.path("status").asText()).as(run.toString()).isEqualTo("failed");
      Await.value(
          "the provider is found not to work",
          Duration.ofSeconds(30),
          () ->
              Optional.of(api.get("api/v1/providers/withdrawn").json())
                  .filter(found -> found.path("status").asText().equals("invalid")));
    }
  }

  @Test
  void requestsAtTheSameTimeLookOnce() throws IOException {
    try (FakeModel model =
        new FakeModel(
            (request, line) -> {
              countLook();
              Await.pause(1_500);
              line.respond(200, "", LIST);
            })) {
      providers.create(ProviderCalls.draft("slow", model));
      for (int i = 0; i < 5; i++) {
        ApiClient.Answer again = providers.validate("slow", "{}");
        assertThat(again.json().path("status").asText()).isEqualTo("validating");
        assertThat(again.json().path("checkingSince").isTextual()).isTrue();
      }
      assertThat(providers.validated("slow").path("status").asText()).isEqualTo("valid");
      assertThat(looks()).isEqualTo(1);
    }
  }

  private int looks;

  private synchronized void countLook() {
    looks++;
  }

  private synchronized int looks() {
    return looks;
  }

  @Test
  void changesReachOpenSockets() throws IOException {
    try (FakeModel model = listing(LIST);
        EventListener socket = EventListener.open(ServerFixture.shared(), "providers")) {
      // A socket is open a moment before it follows events.
      String early = providers.create(ProviderCalls.draft("told-early", model)).path("id").asText();
      Await.value(
          "the socket follows events",
          Duration.ofSeconds(30),
          () -> socket.find("provider.validated", early));
      String id = providers.create(ProviderCalls.draft("told", model)).path("id").asText();
      JsonNode told =
          Await.value(
              "the socket hears of it",
              Duration.ofSeconds(30),
              () -> socket.find("provider.validated", id));
      assertThat(told.at("/data/status").asText()).isEqualTo("valid");
      assertThat(told.at("/data/name").asText()).isEqualTo("told");
      assertThat(socket.find("provider.validating", id)).isPresent();
    }
    Path log = ServerFixture.shared().data().resolve("logs").resolve("server.log");
    assertThat(Files.readString(log))
        .as("whether the timers of quiet sockets can be switched off in this server's version")
        .isNotBlank()
        .doesNotContain("Idle timers stay");
  }

  @Test
  void listedModelsBecomeAliases() throws IOException {
    try (FakeModel model = listing(LIST)) {
      providers.create(ProviderCalls.draft("offers", model));
      providers.validated("offers");
      String path = "api/v1/providers/offers/models";
      assertThat(api.get(path).json().path("items"))
          .extracting(item -> item.path("model").asText())
          .containsExactly("Small 1", "org/large");

      JsonNode some = api.post(path + "/import", "{\"models\": [\"Small 1\", \"none\"]}").json();
      assertThat(some.path("created")).hasSize(1);
      assertThat(some.at("/created/0/name").asText()).isEqualTo("small-1");
      assertThat(some.at("/skipped/0/reason").asText()).contains("not in the provider's list");

      JsonNode all = api.post(path + "/import", "{}").json();
      assertThat(all.at("/created/0/name").asText()).isEqualTo("org-large");
      assertThat(all.at("/skipped/0/model").asText()).isEqualTo("Small 1");
      assertThat(api.get(path).json().at("/items/0/aliases/0").asText()).isEqualTo("small-1");
    }
  }

  @Test
  void aProviderInUseIsRetiredByForceAndNotLookedAtAgain() throws IOException {
    try (FakeModel model = listing("{\"data\": [{\"id\": \"leaver\"}]}")) {
      providers.create(ProviderCalls.draft("leaving", model));
      providers.validated("leaving");
      api.post("api/v1/providers/leaving/models/import", "");
      assertThat(api.send(api.request("api/v1/providers/leaving").DELETE()).status())
          .isEqualTo(409);
      ApiClient.Answer retired =
          api.send(api.request("api/v1/providers/leaving?force=true").DELETE());
      assertThat(retired.json().path("status").asText()).isEqualTo("retired");
      assertThat(providers.validate("leaving", "").json().path("status").asText())
          .isEqualTo("retired");
      JsonNode back =
          api.send(
                  api.request("api/v1/providers/leaving")
                      .header("Content-Type", "application/json")
                      .header(
                          "If-Match", retired.response().headers().firstValue("ETag").orElse("*"))
                      .PUT(
                          java.net.http.HttpRequest.BodyPublishers.ofString(
                              ProviderCalls.draft("leaving", model).toString())))
              .json();
      assertThat(back.path("status").asText()).isIn("validating", "valid");
      assertThat(providers.validated("leaving").path("status").asText()).isEqualTo("valid");
    }
  }
}
