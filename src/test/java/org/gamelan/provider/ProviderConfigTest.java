package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.gamelan.testing.MapConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderConfigTest {
  @Test
  void defaultsAreStrict() {
    ProviderConfig config = new ProviderConfig(new MapConfig(Map.of()));
    assertThat(config.development()).isFalse();
    assertThat(config.privateHosts()).isEmpty();
    assertThat(config.environmentReferences()).containsExactly("*_API_KEY", "*_TOKEN");
    assertThat(config.maxResponseBytes()).isEqualTo(8 * 1024 * 1024);
    assertThat(config.streamSilence()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.configuredModel()).isEmpty();
  }

  @Test
  void namesAreRead() {
    ProviderConfig config =
        new ProviderConfig(
            new MapConfig(
                Map.of(
                    "gamelan.profile", "development",
                    "gamelan.private-hosts", "Models.local, http://10.0.0.1:8000/v1",
                    "gamelan.env-references", "MY_KEY",
                    "gamelan.provider.max-response-bytes", "10",
                    "gamelan.provider.stream-silence", "PT3S",
                    "gamelan.model.base-url", "http://localhost:1/v1",
                    "gamelan.model.name", "m",
                    "gamelan.model.api-key", "secret")));
    assertThat(config.development()).isTrue();
    assertThat(config.privateHosts()).containsExactly("models.local", "http://10.0.0.1:8000/v1");
    assertThat(config.mayReference("MY_KEY")).isTrue();
    assertThat(config.mayReference("OPENAI_API_KEY")).isFalse();
    assertThat(config.maxResponseBytes()).isEqualTo(10);
    assertThat(config.streamSilence()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.configuredModel()).get().asString().doesNotContain("secret");
  }

  @Test
  void ownVariablesAreNeverReferenced() {
    ProviderConfig config = new ProviderConfig(new MapConfig(Map.of()));
    assertThat(config.mayReference("OPENAI_API_KEY")).isTrue();
    assertThat(config.mayReference("GAMELAN_ADMIN_TOKEN")).isFalse();
    assertThat(config.mayReference("gamelan_x_API_KEY")).isFalse();
    assertThat(config.mayReference("HOME")).isFalse();
    assertThat(config.mayReference("X Y_TOKEN")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "gamelan.provider.max-response-bytes, 0",
    "gamelan.provider.stream-silence, PT0S",
    "gamelan.provider.breaker-failures, -1",
    "gamelan.provider.validation-interval, PT0.5S",
    "gamelan.provider.max-wait, PT-1S",
    "gamelan.usage.retention, P-1D"
  })
  void whatCannotBeUsedIsRefusedWithItsName(String name, String value) {
    MapConfig config = new MapConfig(Map.of(name, value));
    assertThatThrownBy(() -> new ProviderConfig(config))
        .hasMessageContaining(name + " must be at least");
  }

  @Test
  void baseUrlWithoutAModelIsRefused() {
    MapConfig half = new MapConfig(Map.of("gamelan.model.base-url", "http://x/v1"));
    assertThatThrownBy(() -> new ProviderConfig(half)).hasMessageContaining("GAMELAN_MODEL_NAME");
  }
}
