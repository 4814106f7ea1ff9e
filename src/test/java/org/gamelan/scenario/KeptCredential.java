package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gamelan.testing.ApiClient;

/** A provider's key, encrypted anew under a new master key, which a kill does not make useless. */
final class KeptCredential implements Promise, AutoCloseable {
  private static final String PROVIDER = "kept";

  private final FakeModel model =
      new FakeModel((request, line) -> line.respond(200, "", "{\"data\": []}"));

  @Override
  public void make(TestServer server) {
    ApiClient api = server.running().client();
    ProviderCalls providers = new ProviderCalls(api);
    providers.create(ProviderCalls.draft(PROVIDER, model).put("apiKey", "sk-kept"));
    providers.validated(PROVIDER);
    Path file = server.data().resolve("master.key");
    List<String> before = lines(file);
    JsonNode done = api.post("api/v1/keys/rotation", "").json();
    assertThat(done.path("reencrypted").asInt()).as(done.toString()).isPositive();
    assertThat(done.path("newKey").asBoolean()).isTrue();
    assertThat(lines(file)).hasSize(1).isNotEqualTo(before);
  }

  @Override
  public void assertKept(TestServer server) {
    ProviderCalls providers = new ProviderCalls(server.running().client());
    providers.validate(PROVIDER, "");
    JsonNode valid = providers.validated(PROVIDER);
    assertThat(valid.path("status").asText()).as(valid.toString()).isEqualTo("valid");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    model.close();
  }
}
