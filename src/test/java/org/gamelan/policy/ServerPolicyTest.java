package org.gamelan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;

class ServerPolicyTest {
  @Test
  void nothingSetAllowsAll() {
    PolicyLayer layer = ServerPolicy.from(new Settings(Map.of())).layer();
    assertThat(layer.mode()).isEqualTo("normal");
    assertThat(layer.capabilities()).isEmpty();
  }

  @Test
  void settingsAreRead() {
    PolicyLayer layer =
        ServerPolicy.from(
                new Settings(
                    Map.of(
                        "gamelan.policy.mode", " safe_mode ",
                        "gamelan.policy.capabilities.git", "ask",
                        "gamelan.policy.capabilities.write", "workspace",
                        "gamelan.policy.capabilities.shell", "")))
            .layer();
    assertThat(layer.mode()).isEqualTo("safe_mode");
    assertThat(layer.capabilities())
        .containsExactlyInAnyOrderEntriesOf(Map.of("git", "ask", "write", "workspace"));
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    assertThatThrownBy(
            () -> ServerPolicy.from(new Settings(Map.of("gamelan.policy.mode", "strict"))))
        .hasMessageContaining("gamelan.policy.mode")
        .hasMessageContaining("analysis_only");
    assertThatThrownBy(
            () ->
                ServerPolicy.from(
                    new Settings(Map.of("gamelan.policy.capabilities.mail", "never"))))
        .hasMessageContaining("gamelan.policy.capabilities.mail")
        .hasMessageContaining("allow, deny, ask");
  }

  private record Settings(Map<String, String> values) implements Config {
    @Override
    public <T> T getValue(String name, Class<T> type) {
      return getOptionalValue(name, type).orElseThrow();
    }

    @Override
    public ConfigValue getConfigValue(String name) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
      return Optional.ofNullable(values.get(name)).map(type::cast);
    }

    @Override
    public Iterable<String> getPropertyNames() {
      return values.keySet();
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
      return java.util.List.of();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
      return Optional.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
      throw new IllegalArgumentException(type.getName());
    }
  }
}
