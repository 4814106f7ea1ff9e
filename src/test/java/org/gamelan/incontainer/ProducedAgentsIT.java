package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.Agent;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Agents;
import org.gamelan.manifest.Problem;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Agents of producer methods and fields are found by the container. */
@ExtendWith(ArquillianExtension.class)
class ProducedAgentsIT {
  @Inject private AgentRegistry registry;
  @Inject private Agents agents;
  @Inject private AdminAgents administration;

  @Deployment
  static WebArchive archive() {
    return TestableGamelan.archive();
  }

  @BeforeEach
  void look() {
    agents.reload();
  }

  @Test
  void producersOfBuildersAndDefinitionsAreFound() {
    assertThat(definition("of-method").capacity()).isEqualTo(2);
    assertThat(definition("of-field").skills()).containsExactly("field");
    assertThat(definition("of-definition").maxComplexity()).isEqualTo(4);
    for (String name : List.of("of-method", "of-field", "of-definition")) {
      assertThat(definition(name).source()).isEqualTo("annotation");
      assertThat(definition(name).origin()).startsWith(ProducedAgents.class.getName());
    }
  }

  @Test
  void whatIsProducedAgainIsTheSameVersion() {
    AgentDefinition before = definition("of-method");
    agents.reload();
    assertThat(definition("of-method")).isEqualTo(before);
    assertThat(registry.findEntry("of-method").map(AgentEntry::enabled)).hasValue(true);
  }

  @Test
  void aProducerThatFailsIsToldAndHidesNobody() {
    List<Problem> problems =
        agents.report().problems().stream()
            .filter(problem -> problem.file().startsWith(ProducedAgents.class.getName()))
            .toList();
    assertThat(problems)
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("no licence");
  }

  @Test
  void foldersAreLookedThroughWithoutPuttingAnythingIntoForce() throws IOException {
    Path folder = Files.createTempDirectory("agents");
    Path sound = Files.writeString(folder.resolve("looked-at.yaml"), "prompt: Answer.\n");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "promt: Answer.\n");
    try {
      Agents.Found found = agents.discover(List.of(folder));
      assertThat(found.agents()).extracting(AgentDefinition::name).containsExactly("looked-at");
      assertThat(found.problems())
          .isNotEmpty()
          .allMatch(problem -> problem.file().endsWith("broken.yaml"));
      assertThat(agents.find("looked-at")).isEmpty();
      assertThat(registry.find("looked-at")).isEmpty();
    } finally {
      Files.delete(sound);
      Files.delete(broken);
      Files.delete(folder);
    }
  }

  @Test
  void agentsAreMadeWhenTheyAreAskedForAndKeptWhileTheyDoNotChange() {
    Agent made = agents.find("of-method").orElseThrow();
    assertThat(made.definition()).isEqualTo(definition("of-method"));
    agents.reload();
    assertThat(agents.find("of-method").orElseThrow()).isSameAs(made);
    assertThat(agents.find("nobody")).isEmpty();

    administration.disable("of-field");
    try {
      List<Agent> enabled = agents.createEnabledAgents();
      assertThat(enabled).contains(made);
      assertThat(enabled)
          .extracting(agent -> agent.definition().name())
          .contains("docs", "of-method", "of-definition")
          .doesNotContain("of-field");
    } finally {
      administration.enable("of-field");
    }
    assertThat(agents.createEnabledAgents())
        .extracting(agent -> agent.definition().name())
        .contains("of-field");
  }

  private AgentDefinition definition(String name) {
    return registry.find(name).orElseThrow();
  }
}
