package org.gamelan.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.http.VendorWire.Said;
import org.junit.jupiter.api.Test;

/** A kind is one class and one line of documentation. */
class AddedKindTest {
  @Test
  void exampleIsTheOneThatIsShown() throws IOException {
    String file =
        Files.readString(Path.of("src/test/java/org/gamelan/provider/http/AcmeClient.java"));
    String example = file.substring(file.indexOf("/** Acme"));
    assertThat(Files.readString(Path.of("CONTRIBUTING.md")))
        .contains("```java\n" + example + "```");
  }

  @Test
  void exampleWorks() throws IOException {
    HttpTransport transport = WireCalls.transport();
    VendorWire wire = new OpenAiWire("openai-compatible");
    try (WireServer server = new WireServer()) {
      server.then(200, "", wire.answer(Said.text("Hello")));
      var models =
          WireCalls.models(
              new AcmeClient(transport, WireCalls.ANY_HOST),
              WireCalls.provider("acme", server.baseUrl(), ApiKey.of(VendorWire.KEY), "{}"));
      assertThat(models.call(WireCalls.request(null, List.of())).text()).isEqualTo("Hello");
      wire.check(server.received().get(0), false);
    } finally {
      transport.close();
    }
  }

  @Test
  void everyKindHasItsLine() throws IOException {
    String page = Files.readString(Path.of("docs/configuration.md"));
    List<ModelClient> clients =
        List.of(
            new OpenAiClient(null, null),
            new OpenRouterClient(null, null),
            new AnthropicClient(null, null),
            new OllamaClient(null, null));
    assertThat(clients)
        .flatExtracting(ModelClient::kinds)
        .extracting(ProviderKind::id)
        .allSatisfy(kind -> assertThat(page).contains("\n| `" + kind + "` | "));
  }
}
