package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.junit.jupiter.api.Test;

class ModelsTest {
  private final Models models = models("echo");

  @Test
  void aliasGivesItsNewestVersionAndPinnedOnesStay() {
    assertThat(models.call(request(null)).text()).isEqualTo("m-2");
    assertThat(models.call(request("default")).text()).isEqualTo("m-2");
    ModelAnswer pinned = models.call(request("default@1"));
    assertThat(pinned.text()).isEqualTo("m-1");
    assertThat(pinned.model()).isEqualTo("default@1");
    assertThat(pinned.provider()).isEqualTo("p");
    assertThat(models.aliases()).containsExactly("default");
  }

  @Test
  void costFollowsThePrices() {
    assertThat(models.call(request("default@1")).cost()).isNull();
    assertThat(models.call(request("default")).cost()).isEqualByComparingTo("7");
  }

  @Test
  void kindsThatCannotStreamGiveTheirTextAtOnce() {
    List<String> pieces = new ArrayList<>();
    ModelAnswer answer = models.stream(request(null), pieces::add);
    assertThat(pieces).containsExactly("m-2");
    assertThat(answer).isEqualTo(models.call(request(null)));
  }

  @Test
  void kindsWithoutAListOfferNothing() {
    ProviderEntry provider = models.find("default").orElseThrow().provider();
    assertThat(models.offered(provider, Duration.ofSeconds(1))).isEmpty();
    ProviderEntry other = models("telepathy").find("default").orElseThrow().provider();
    assertThatThrownBy(() -> models.offered(other, Duration.ofSeconds(1)))
        .hasMessageContaining("telepathy");
  }

  @Test
  void cachedTokensAreShownWhereThereAreSome() {
    TokenUsage some = new TokenUsage(3, 2, 1).plus(new TokenUsage(1, 1));
    assertThat(Json.write(Json.tree(some))).isEqualTo("{\"input\":4,\"output\":3,\"cached\":1}");
    assertThat(Json.as(Json.tree(some), TokenUsage.class)).isEqualTo(some);
    TokenUsage none = new TokenUsage(4, 3);
    assertThat(Json.write(Json.tree(none))).isEqualTo("{\"input\":4,\"output\":3}");
    assertThat(Json.as(Json.tree(none), TokenUsage.class)).isEqualTo(none);
  }

  @Test
  void providerWithoutSettingsHasEmptyOnes() {
    for (JsonNode none : Arrays.asList(null, NullNode.getInstance())) {
      ProviderEntry provider =
          new ProviderEntry(null, 0, "p", "echo", null, ApiKey.NONE, ProviderLimits.NONE, none);
      assertThat(provider.settings()).isEqualTo(Json.object());
    }
  }

  @Test
  void unknownAliasIsSaidWithTheKnownOnes() {
    assertThatThrownBy(() -> models.call(request("best")))
        .isInstanceOfSatisfying(
            ModelCallException.class,
            e -> assertThat(e.kind()).isEqualTo(FailureKind.INVALID_INPUT))
        .hasMessageContaining("'best'")
        .hasMessageContaining("default");
  }

  @Test
  void unknownKindIsSaid() {
    assertThatThrownBy(() -> models("telepathy").call(request(null)))
        .hasMessageContaining("telepathy");
  }

  @Test
  void twoClientsForOneKindAreRefused() {
    assertThatThrownBy(() -> new Models(() -> Catalogue.EMPTY, List.of(new Echo(), new Echo())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void secretsAreNotPrinted() {
    ProviderEntry entry = models.find("default").orElseThrow().provider();
    assertThat(entry.toString()).doesNotContain("sk-1");
    assertThat(new ProviderDraft("n", "k", "u", "sk-1", null, null).toString())
        .doesNotContain("sk-1");
  }

  private static Models models(String kind) {
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "p",
            kind,
            null,
            ApiKey.of("sk-1"),
            ProviderLimits.NONE,
            Json.object());
    Catalogue catalogue =
        new Catalogue(
            List.of(
                entry(provider, 1, null, null),
                entry(provider, 2, BigDecimal.ONE, BigDecimal.valueOf(2))));
    return new Models(() -> catalogue, List.of(new Echo()));
  }

  private static ModelEntry entry(
      ProviderEntry provider, int number, BigDecimal input, BigDecimal output) {
    return new ModelEntry(
        "default", number, provider, "m-" + number, null, input, output, List.of(), List.of());
  }

  private static ModelRequest request(String model) {
    return new ModelRequest(
        model,
        "",
        List.of(ModelMessage.user("x")),
        List.of(),
        null,
        ModelParameters.NONE,
        Duration.ofSeconds(1),
        new CallOrigin(null, null, null, "a", Map.of()));
  }

  private static final class Echo implements ModelClient {
    @Override
    public List<ProviderKind> kinds() {
      return List.of(new ProviderKind("echo", null, false));
    }

    @Override
    public ModelAnswer call(ModelEntry entry, ModelRequest request) {
      TokenUsage tokens = new TokenUsage(1_000_000, 3_000_000);
      return new ModelAnswer(entry.model(), List.of(), false, tokens, null, null, null);
    }
  }
}
