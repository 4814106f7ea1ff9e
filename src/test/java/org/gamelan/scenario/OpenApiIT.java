package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;
import org.junit.jupiter.api.Test;

/** The published description of the API. */
class OpenApiIT {
  private final ApiClient api = ServerFixture.shared().client();

  @Test
  void theDocumentDescribesTheResources() {
    ApiClient.Answer answer = api.get("openapi?format=JSON");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    JsonNode document = answer.json();
    assertThat(document.path("paths").fieldNames())
        .toIterable()
        .contains(
            "/api/v1/tasks",
            "/api/v1/tasks/{id}/stages",
            "/api/v1/tasks/{id}/events",
            "/api/v1/providers/{id}",
            "/api/v1/schemas/{name}",
            "/api/v1/workflows/validation")
        .allMatch(path -> path.matches("(/[A-Za-z0-9._-]+|/\\{[A-Za-z]+\\})+"));
    assertThat(document.at("/components/schemas/TaskInput/properties/title/description").asText())
        .contains("200 characters");
  }
}
