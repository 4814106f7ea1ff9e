package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.provider.CallOrigin;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.StageKind;

/** Stages in which an agent works. */
@ApplicationScoped
class AgentStages implements StageRunner {
  private final AgentRuntime agents;
  private final StageMessages messages;

  protected AgentStages() {
    this(null, null);
  }

  @Inject
  AgentStages(AgentRuntime agents, StageMessages messages) {
    this.agents = agents;
    this.messages = messages;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.AGENT);
  }

  @Override
  public StageOutcome run(StageWork work) {
    AgentDefinition agent = agent(work);
    InvalidOutputPolicy policy = work.stage().onInvalidOutput();
    CallOrigin origin =
        new CallOrigin(
            work.run().task(),
            work.run().id(),
            work.run().name(),
            agent.name(),
            work.state().task().key(),
            work.variables());
    JsonNode schema = work.schema(work.stage().outputSchema());
    AgentCall call =
        new AgentCall(
            agent,
            messages.of(work, agent.name()),
            schema == null ? agent.outputSchema() : schema,
            policy.repair(),
            policy.ask(),
            policy.model(),
            work.timeout(),
            origin,
            work.state().task().source(),
            work.journal(),
            work.state().blueprint().layers(work.run().name(), agent.name()),
            work.retry());
    return StageOutcome.answered(agent.name(), agents.run(call));
  }

  private static AgentDefinition agent(StageWork work) {
    String name = work.agent() == null ? work.stage().agent() : work.agent();
    AgentDefinition agent = work.state().blueprint().agents().get(name);
    if (agent == null) {
      throw new GamelanException(
          FailureKind.INTERNAL, "Agent '" + name + "' is not among what the task is pinned to.");
    }
    return agent;
  }
}
