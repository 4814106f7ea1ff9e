package org.gamelan.incontainer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.RegisterAgent;

/** Agents as an application may define them: by producer methods and fields. */
@ApplicationScoped
public class ProducedAgents {
  @Produces @RegisterAgent
  AgentBuilder ofField = AgentBuilder.named("of-field").withPrompt("Answer.").withSkills("field");

  @Produces
  @RegisterAgent
  AgentBuilder ofMethod() {
    return AgentBuilder.named("of-method").withPrompt("Answer.").withCapacity(2);
  }

  @Produces
  @RegisterAgent
  AgentDefinition defined() {
    return AgentBuilder.named("of-definition").withPrompt("Answer.").withComplexity(2, 4).build();
  }

  @Produces
  @RegisterAgent
  AgentBuilder broken() {
    throw new IllegalStateException("no licence");
  }
}
