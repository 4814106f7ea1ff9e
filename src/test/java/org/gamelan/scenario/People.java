package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;
import org.gamelan.json.Json;
import org.gamelan.testing.ApiClient;
import org.gamelan.testing.ServerFixture;

/** People of a server, each with a key of their own. */
final class People {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ServerFixture server;

  People(ServerFixture server) {
    this.server = server;
  }

  /** Somebody new. */
  record Person(String name, ApiClient api) {}

  Person make(String word, String role) {
    String name = word + "-" + NUMBER.incrementAndGet();
    created(
        "users",
        Json.object()
            .put("name", name)
            .put("role", role)
            .put("password", "a long password, really"));
    String key =
        created("api-keys", Json.object().put("name", name + "-key").put("user", name))
            .json()
            .path("key")
            .asText();
    assertThat(key).isNotEmpty();
    return new Person(name, new ApiClient(server.base(), key));
  }

  private ApiClient.Answer created(String what, ObjectNode body) {
    ApiClient.Answer answer = server.client().post("api/v1/" + what, body.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer;
  }
}
