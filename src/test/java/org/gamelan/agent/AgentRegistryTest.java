package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.Test;

class AgentRegistryTest {
  private final List<AgentsReloaded> told = new ArrayList<>();
  private final AgentRegistry registry = new AgentRegistry(AgentVersions.inMemory(), told::add);

  @Test
  void changedAgentGetsTheNextVersionAndNewsAreTold() {
    replace(List.of(agent("a", "one"), agent("b", "one")));
    replace(List.of(agent("a", "two"), agent("c", "one")));
    assertThat(registry.find("a")).get().extracting(AgentDefinition::version).isEqualTo(2);
    assertThat(registry.list()).extracting(AgentDefinition::name).containsExactly("a", "c");
    assertThat(told)
        .containsExactly(
            new AgentsReloaded(Set.of("a", "b"), Set.of()),
            new AgentsReloaded(Set.of("a", "c"), Set.of("b")));
  }

  @Test
  void nothingIsToldWhenNothingChanged() {
    replace(List.of(agent("a", "one")));
    replace(List.of(agent("a", "one")));
    assertThat(told).hasSize(1);
    assertThat(registry.find("a")).get().extracting(AgentDefinition::version).isEqualTo(1);
  }

  @Test
  void twoOfOneNameChangeNothing() {
    replace(List.of(agent("a", "one")));
    assertThatThrownBy(() -> replace(List.of(agent("b", "x"), agent("b", "y"))))
        .isInstanceOf(GamelanException.class);
    assertThat(registry.find("a")).isPresent();
  }

  @Test
  void whatAdministratorsMadeStandsInFrontAndIsShownSo() {
    replace(List.of(agent("a", "file")));
    registry.replaceAdmin(admin(agent("a", "admin"), false, Map.of()));
    AgentEntry entry = registry.findEntry("a").orElseThrow();
    assertThat(entry.definition().prompt()).isEqualTo("admin");
    assertThat(entry.definition().version()).isEqualTo(2);
    assertThat(entry.shadows()).containsExactly(new AgentOrigin("configuration", "test"));

    registry.replaceAdmin(AdminLayer.EMPTY);
    assertThat(registry.find("a")).get().extracting(AgentDefinition::prompt).isEqualTo("file");
  }

  @Test
  void switchesOutliveWhatDiscoveryFinds() {
    registry.replaceAdmin(new AdminLayer(Map.of(), Map.of("a", false)));
    replace(List.of(agent("a", "one")));
    replace(List.of(agent("a", "two")));
    AgentEntry entry = registry.findEntry("a").orElseThrow();
    assertThat(entry.status(0)).isEqualTo(AgentStatus.DISABLED);
    assertThat(entry.refusal()).get().asString().contains("'a' is disabled");
  }

  @Test
  void aRetiringAgentTakesNothingAndIsKnownToRetire() {
    registry.replaceAdmin(admin(agent("a", "admin"), true, Map.of()));
    assertThat(registry.hasRetiring()).isTrue();
    assertThat(registry.findEntry("a").orElseThrow().status(0)).isEqualTo(AgentStatus.RETIRING);
    assertThat(told).hasSize(1);
    registry.replaceAdmin(admin(agent("a", "admin"), false, Map.of()));
    assertThat(registry.hasRetiring()).isFalse();
    assertThat(told).hasSize(2);
  }

  @Test
  void anAgentWithAsManyTasksAsItMayHaveIsBusy() {
    AgentDefinition definition =
        AgentBuilder.named("a").withCapacity(2).from(AgentSource.CONVENTION, "a.yaml:1").build();
    replace(List.of(definition));
    AgentEntry entry = registry.findEntry("a").orElseThrow();
    assertThat(entry.status(1)).isEqualTo(AgentStatus.AVAILABLE);
    assertThat(entry.status(2)).isEqualTo(AgentStatus.BUSY);
  }

  @Test
  void agentsAreFoundByNameAndById() {
    replace(List.of(agent("a", "one")));
    assertThat(registry.resolve("a")).isPresent();
    assertThat(registry.resolve(AgentEntry.idOf("a").toString())).isPresent();
    assertThat(registry.resolve(AgentEntry.idOf("b").toString())).isEmpty();
    assertThat(registry.resolve("not-an-id-but-as-long-as-one-is-anyw")).isEmpty();
  }

  @Test
  void whoLooksUpWaitsForNobodyWhoChanges() {
    replace(List.of(agent("a", "one")));
    synchronized (registry) {
      assertThat(CompletableFuture.supplyAsync(() -> registry.find("a")))
          .succeedsWithin(Duration.ofSeconds(20))
          .matches(Optional::isPresent);
      assertThat(CompletableFuture.supplyAsync(registry::entries))
          .succeedsWithin(Duration.ofSeconds(20))
          .matches(entries -> entries.size() == 1);
    }
  }

  private void replace(List<AgentDefinition> definitions) {
    registry.replaceFound(
        definitions.stream().map(definition -> FoundAgent.alone(definition, false)).toList());
  }

  private static AdminLayer admin(
      AgentDefinition definition, boolean retiring, Map<String, Boolean> switches) {
    return new AdminLayer(
        Map.of(definition.name(), new AdminLayer.AdminAgent(definition, retiring)), switches);
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
