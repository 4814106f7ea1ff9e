package org.gamelan.api.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.engine.Definitions;

/** Turns what clients write, a name or an id, into the name. What is unknown stays as it is. */
@ApplicationScoped
public class Names {
  static final String AGENT = "agent";
  static final String WORKFLOW = "workflow";
  static final String PIPELINE = "pipeline";

  private Definitions definitions;
  private AgentRegistry agents;

  /** For the container's proxies. */
  protected Names() {}

  @Inject
  Names(Definitions definitions, AgentRegistry agents) {
    this.definitions = definitions;
    this.agents = agents;
  }

  String workflow(String text) {
    return name(WORKFLOW, text, definitions.catalogue().workflows().keySet());
  }

  String pipeline(String text) {
    return name(PIPELINE, text, definitions.catalogue().pipelines().keySet());
  }

  String agent(String text) {
    return text == null ? null : agents.resolve(text).map(AgentEntry::name).orElse(text);
  }

  private static String name(String kind, String text, Collection<String> known) {
    if (text == null || known.contains(text)) {
      return text;
    }
    return known.stream()
        .filter(name -> StableIds.means(text, kind, name))
        .findFirst()
        .orElse(text);
  }
}
