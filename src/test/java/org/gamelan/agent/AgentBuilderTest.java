package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.Optional;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.provider.ModelParameters;
import org.junit.jupiter.api.Test;

class AgentBuilderTest {

  @Test
  void everythingThatIsSaidIsInTheDefinition() {
    AgentDefinition agent =
        AgentBuilder.named("reviewer")
            .withDescription("Checks")
            .withRole("reviewer")
            .withModel("strong@2")
            .withTemperature(0.2)
            .withMaxOutputTokens(2_000)
            .withPrompt("Request: {{ task.title }}")
            .withTools("files.read")
            .withSkills("review", "style")
            .withInputSchema(Json.parse("{\"type\": \"object\"}"))
            .withOutputSchema(Json.parse("{\"type\": \"string\"}"))
            .withComplexity(2, 7)
            .withCapacity(4)
            .withFallback("other")
            .withEnabled(false)
            .build();
    assertThat(agent.model()).isEqualTo("strong@2");
    assertThat(agent.parameters()).isEqualTo(new ModelParameters(0.2, 2_000, null, null));
    assertThat(agent.tools()).containsExactly("files.read");
    assertThat(agent.minComplexity()).isEqualTo(2);
    assertThat(agent.maxComplexity()).isEqualTo(7);
    assertThat(agent.enabled()).isFalse();
    assertThat(agent.source()).isEqualTo("annotation");
    assertThat(AgentDefinition.of(agent.content(), 1, "annotation", null)).isEqualTo(agent);
    assertThat(AgentBuilder.copy(agent, "reviewer").build()).isEqualTo(agent);
  }

  @Test
  void everyFaultIsToldAtOnce() {
    AgentBuilder wrong =
        AgentBuilder.named("Not a name")
            .withDescription("x".repeat(2_001))
            .withModel("No Alias")
            .withTemperature(3)
            .withMaxOutputTokens(0)
            .withPrompt("{% if %}")
            .withTools("a", "a")
            .withSkills("")
            .withInputSchema(Json.parse("{\"type\": \"objekt\"}"))
            .withOutputSchema(Json.parse("[]"))
            .withComplexity(8, 3)
            .withCapacity(0)
            .withFallback("?");
    assertThat(wrong.problems())
        .extracting(FieldError::field)
        .contains(
            "name",
            "description",
            "model",
            "parameters.temperature",
            "parameters.maxOutputTokens",
            "prompt",
            "tools",
            "skills.0",
            "inputSchema.type",
            "outputSchema",
            "minComplexity",
            "capacity",
            "fallback");
    assertThatThrownBy(wrong::build)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            told -> assertThat(told.errors()).isEqualTo(wrong.problems()));
  }

  @Test
  void thereIsALimitToEveryList() {
    AgentBuilder wrong =
        AgentBuilder.named("a")
            .withTools(Collections.nCopies(201, "t"))
            .withSkills(Collections.nCopies(201, "s"));
    assertThat(wrong.problems()).extracting(FieldError::field).containsExactly("tools", "skills");
  }

  @Test
  void aModelOfAProviderIsLookedUp() {
    AgentBuilder builder = AgentBuilder.named("a").withModel("acme", "big-1");
    assertThatThrownBy(builder::build).hasMessageContaining("no alias yet");
    assertThatThrownBy(() -> builder.build((provider, model) -> Optional.empty()))
        .hasMessageContaining("no alias stands for 'big-1' of the provider 'acme'");
    assertThat(builder.build((provider, model) -> Optional.of(provider + "-" + model)).model())
        .isEqualTo("acme-big-1");
  }

  @Test
  void anAgentIsNotItsOwnFallback() {
    assertThat(AgentBuilder.named("a").withFallback("a").problems())
        .containsExactly(new FieldError("fallback", "is the agent itself"));
  }
}
