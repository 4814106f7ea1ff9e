package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.TokenUsage;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.junit.jupiter.api.Test;

class ReadyAgentsTest {
  private final AgentRegistry registry = new AgentRegistry(AgentVersions.inMemory(), news -> {});
  private final ReadyAgents ready =
      new ReadyAgents(registry, new AgentRuntime(models(), new NoTools(), Clock.systemUTC()));

  @Test
  void anAgentIsMadeWhenItIsAskedForAndKeptWhileItDoesNotChange() {
    found(agent("a", "one"), agent("b", "one"));
    assertThat(ready.size()).isZero();
    Agent first = find("a").orElseThrow();
    assertThat(find("a")).containsSame(first);
    assertThat(ready.size()).isEqualTo(1);

    found(agent("a", "two"));
    assertThat(find("a").orElseThrow().definition().prompt()).isEqualTo("two");
    assertThat(find("b")).isEmpty();
  }

  @Test
  void whatWentIsNotKept() {
    found(agent("a", "one"));
    assertThat(ready.enabled(name -> List.of())).hasSize(1);
    ready.reloaded(new AgentsReloaded(Set.of(), Set.of("a")));
    assertThat(ready.size()).isZero();
  }

  @Test
  void oneThatCannotBeMadeDoesNotHideTheOthers() {
    AgentDefinition off = AgentBuilder.named("off").withEnabled(false).build();
    found(agent("a", "{% if %}"), agent("b", "Hello {{ name }}"), off);
    assertThat(ready.enabled(name -> List.of()))
        .extracting(agent -> agent.definition().name())
        .containsExactly("b");
    assertThatThrownBy(() -> find("a")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aReadyAgentAnswers() {
    found(agent("b", "Hello {{ name }}"));
    AgentAnswer answer =
        find("b").orElseThrow().answer("Well?", Map.of("name", "World"), Duration.ofSeconds(5));
    assertThat(answer.output().path("text").asText()).isEqualTo("Hello World / Well?");
  }

  @Test
  void otherRulesOfItsFolderMakeItAnew() {
    found(agent("a", "one"));
    Agent free = find("a").orElseThrow();
    List<PolicyLayer> denied =
        List.of(new PolicyLayer("security", null, Map.of("read", "deny"), null));
    Agent bound = ready.find("a", name -> denied).orElseThrow();
    assertThat(bound).isNotSameAs(free);
    assertThat(ready.find("a", name -> denied)).containsSame(bound);
  }

  private Optional<Agent> find(String name) {
    return ready.find(name, any -> List.of());
  }

  private void found(AgentDefinition... agents) {
    registry.replaceFound(
        List.of(agents).stream().map(agent -> FoundAgent.alone(agent, false)).toList());
  }

  /** As it may come from a place that checks less than the builder does. */
  private static AgentDefinition agent(String name, String prompt) {
    return AgentBuilder.named(name).withPrompt(prompt).draft();
  }

  private static Models models() {
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "echo",
            "echo",
            null,
            ApiKey.NONE,
            ProviderLimits.NONE,
            Json.object());
    Catalogue catalogue =
        new Catalogue(
            List.of(
                new ModelEntry(
                    "default",
                    1,
                    provider,
                    "m",
                    null,
                    BigDecimal.ONE,
                    null,
                    List.of(),
                    List.of())));
    return new Models(() -> catalogue, List.of(new EchoModel()));
  }

  /** Says what it was told. */
  private static final class EchoModel implements ModelClient {
    @Override
    public List<ProviderKind> kinds() {
      return List.of(new ProviderKind("echo", null, false));
    }

    @Override
    public ModelAnswer call(ModelEntry entry, ModelRequest request) {
      String text = request.system() + " / " + request.messages().get(0).text();
      return new ModelAnswer(text, List.of(), false, new TokenUsage(1, 1), null, null, null);
    }
  }

  private static final class NoTools implements ToolDoor {
    @Override
    public Optional<ToolDefinition> find(String name) {
      return Optional.empty();
    }

    @Override
    public com.fasterxml.jackson.databind.JsonNode call(
        String name, com.fasterxml.jackson.databind.JsonNode arguments, ToolContext context) {
      throw new UnsupportedOperationException(name);
    }

    @Override
    public void refused(
        String name,
        com.fasterxml.jackson.databind.JsonNode arguments,
        ToolContext context,
        String rule,
        String reason) {
      throw new UnsupportedOperationException(name);
    }
  }
}
