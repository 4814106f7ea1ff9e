package org.gamelan.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.gamelan.testing.MapConfig;
import org.junit.jupiter.api.Test;

class ServerPolicyTest {
  @Test
  void nothingSetAllowsAll() {
    PolicyLayer layer = ServerPolicy.from(new MapConfig(Map.of())).layer();
    assertThat(layer.mode()).isEqualTo("normal");
    assertThat(layer.capabilities()).isEmpty();
  }

  @Test
  void settingsAreRead() {
    PolicyLayer layer =
        ServerPolicy.from(
                new MapConfig(
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
            () -> ServerPolicy.from(new MapConfig(Map.of("gamelan.policy.mode", "strict"))))
        .hasMessageContaining("gamelan.policy.mode")
        .hasMessageContaining("analysis_only");
    assertThatThrownBy(
            () ->
                ServerPolicy.from(
                    new MapConfig(Map.of("gamelan.policy.capabilities.mail", "never"))))
        .hasMessageContaining("gamelan.policy.capabilities.mail")
        .hasMessageContaining("allow, deny, ask");
  }
}
