package org.gamelan.agent.docs;

import jakarta.enterprise.context.ApplicationScoped;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentFactory;
import org.gamelan.agent.RegisterAgent;

/** Answers questions about Gamelan from its documentation. */
@RegisterAgent
@ApplicationScoped
public class DocsAgent implements AgentFactory {
  @Override
  public AgentBuilder define() {
    return AgentBuilder.named("docs")
        .withDescription("Answers questions about Gamelan from its own documentation")
        .withRole("guide")
        .withPrompt(
            """
            You answer questions about Gamelan, an agent server for Jakarta EE, from its own
            documentation. Look things up with docs.search, with the words that matter, and with
            other words when the passages do not answer the question. Answer in a few sentences,
            with the command, setting or path where there is one, and name the pages you used.
            What the passages do not say you do not know: say so.
            """)
        .withTools("docs.search")
        .withSkills("documentation")
        .withTemperature(0);
  }
}
