package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.List;
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

  private AgentDefinition definition(String name) {
    return registry.find(name).orElseThrow();
  }
}
