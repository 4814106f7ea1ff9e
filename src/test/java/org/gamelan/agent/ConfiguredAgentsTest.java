package org.gamelan.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.manifest.ManifestReader.Reading;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.junit.jupiter.api.Test;

class ConfiguredAgentsTest {

  @Test
  void settingsMakeAnAgent() {
    AgentDefinition agent =
        only(
            Map.of(
                "gamelan.agents.helper.prompt", "Help.",
                "gamelan.agents.helper.tools", "files.read, files.list",
                "gamelan.agents.helper.complexity.max", "4",
                "gamelan.agents.helper.parameters.temperature", "0.5",
                "gamelan.agents.helper.enabled", "false",
                "gamelan.agents.helper.outputSchema", "{\"type\": \"object\"}",
                "gamelan.agents.paths", "/anywhere"));
    assertThat(agent.name()).isEqualTo("helper");
    assertThat(agent.tools()).containsExactly("files.read", "files.list");
    assertThat(agent.maxComplexity()).isEqualTo(4);
    assertThat(agent.parameters().temperature()).isEqualTo(0.5);
    assertThat(agent.enabled()).isFalse();
    assertThat(agent.outputSchema().path("type").asText()).isEqualTo("object");
    assertThat(agent.origin()).isEqualTo("gamelan.agents.helper:1");
  }

  @Test
  void variablesNameTheAgentBeforeTheKey() {
    AgentDefinition agent =
        only(
            Map.of(
                "GAMELAN_AGENTS_CODE_REVIEWER_PROMPT", "007",
                "GAMELAN_AGENTS_CODE_REVIEWER_COMPLEXITY_MIN", "3",
                "GAMELAN_AGENTS_CODE_REVIEWER_PARAMETERS_MAX_OUTPUT_TOKENS", "50",
                "GAMELAN_AGENTS_PATHS", "/anywhere"));
    assertThat(agent.name()).isEqualTo("code_reviewer");
    assertThat(agent.prompt()).isEqualTo("007");
    assertThat(agent.minComplexity()).isEqualTo(3);
    assertThat(agent.parameters().maxOutputTokens()).isEqualTo(50);
  }

  @Test
  void whatIsNoKeyOrNoValueIsAProblemThatNamesTheSetting() {
    List<Reading> readings =
        ConfiguredAgents.read(
            Map.of("gamelan.agents.a.promt", "x", "gamelan.agents.a.capacity", "many"),
            new Problems());
    assertThat(readings).hasSize(1);
    List<Problem> problems = readings.get(0).problems();
    assertThat(problems).extracting(Problem::file).containsOnly("gamelan.agents.a");
    assertThat(problems)
        .extracting(Problem::rule)
        .containsExactlyInAnyOrder(Rule.UNKNOWN_KEY, Rule.TYPE);
  }

  @Test
  void whatIsOfNoAgentIsToldAndNotPassedOver() {
    Problems problems = new Problems();
    Map<String, String> settings =
        Map.of(
            "GAMELAN_AGENTS_HELPER_PROMT", "x",
            "GAMELAN_AGENTS_PATHS", "/anywhere",
            "gamelan.agents.paths", "/anywhere",
            "gamelan.agents.helper", "x");
    assertThat(ConfiguredAgents.read(settings, problems)).isEmpty();
    assertThat(problems.sorted())
        .extracting(Problem::file)
        .containsExactly("GAMELAN_AGENTS_HELPER_PROMT", "gamelan.agents.helper");
    assertThat(problems.sorted()).extracting(Problem::rule).containsOnly(Rule.UNKNOWN_KEY);
  }

  @Test
  void agentsBeyondTheLimitAreTold() {
    Map<String, String> settings = new HashMap<>();
    for (int i = 0; i <= ConfiguredAgents.MOST; i++) {
      settings.put("gamelan.agents.agent-%04d.prompt".formatted(i), "x");
    }
    Problems problems = new Problems();
    assertThat(ConfiguredAgents.read(settings, problems)).hasSize(ConfiguredAgents.MOST);
    assertThat(problems.sorted()).hasSize(1);
    assertThat(problems.sorted().get(0).file()).isEqualTo("gamelan.agents.agent-1000");
    assertThat(problems.sorted().get(0).rule()).isEqualTo(Rule.TOO_MANY);
  }

  private static AgentDefinition only(Map<String, String> settings) {
    Problems problems = new Problems();
    List<Reading> readings = ConfiguredAgents.read(settings, problems);
    assertThat(problems.sorted()).isEmpty();
    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).problems()).isEmpty();
    return ManifestAgents.read(readings.get(0).folder()).get(0);
  }
}
