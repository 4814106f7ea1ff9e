package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.Test;

class AgentRegistryTest {
  private final List<AgentsReloaded> told = new ArrayList<>();
  private final AgentRegistry registry = new AgentRegistry(told::add);

  @Test
  void changedAgentGetsTheNextVersionAndNewsAreTold() {
    registry.replace(List.of(agent("a", "one"), agent("b", "one")));
    registry.replace(List.of(agent("a", "two"), agent("c", "one")));
    assertThat(registry.find("a")).get().extracting(AgentDefinition::version).isEqualTo(2);
    assertThat(registry.list()).extracting(AgentDefinition::name).containsExactly("a", "c");
    assertThat(told)
        .containsExactly(
            new AgentsReloaded(Set.of("a", "b"), Set.of()),
            new AgentsReloaded(Set.of("a", "c"), Set.of("b")));
  }

  @Test
  void nothingIsToldWhenNothingChanged() {
    registry.replace(List.of(agent("a", "one")));
    registry.replace(List.of(agent("a", "one")));
    assertThat(told).hasSize(1);
    assertThat(registry.find("a")).get().extracting(AgentDefinition::version).isEqualTo(1);
  }

  @Test
  void twoOfOneNameChangeNothing() {
    registry.replace(List.of(agent("a", "one")));
    assertThatThrownBy(() -> registry.replace(List.of(agent("b", "x"), agent("b", "y"))))
        .isInstanceOf(GamelanException.class);
    assertThat(registry.find("a")).isPresent();
  }

  private static AgentDefinition agent(String name, String prompt) {
    return new AgentDefinition(
        name,
        1,
        "",
        "",
        prompt,
        null,
        null,
        null,
        null,
        null,
        null,
        1,
        10,
        null,
        null,
        true,
        "configuration",
        "test");
  }
}
