package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;

/** What tests do with providers. */
final class ProviderCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ApiClient api;

  ProviderCalls(ApiClient api) {
    this.api = api;
  }

  static ObjectNode draft(String name, FakeModel model) {
    return Json.object()
        .put("name", name)
        .put("kind", "openai-compatible")
        .put("baseUrl", model.environment().get("GAMELAN_MODEL_BASE_URL"));
  }

  JsonNode create(ObjectNode draft) {
    ApiClient.Answer answer = api.post("api/v1/providers", draft.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json();
  }

  JsonNode read(String name) {
    return api.get("api/v1/providers/" + name).json();
  }

  ApiClient.Answer validate(String name, String body) {
    return api.post("api/v1/providers/" + name + "/validation", body);
  }

  /** Waits until a provider has been looked at, and gives it. */
  JsonNode validated(String name) {
    return Await.value(
        "provider " + name + " is validated",
        PATIENCE,
        () ->
            Optional.of(read(name))
                .filter(now -> now.path("validatedAt").isTextual())
                .filter(now -> now.path("checkingSince").isNull()));
  }

  static JsonNode step(JsonNode provider, String name) {
    for (JsonNode step : provider.path("steps")) {
      if (step.path("name").asText().equals(name)) {
        return step;
      }
    }
    throw new AssertionError("There is no step " + name + " in " + provider);
  }
}
