package org.gamelan.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.SecurityManifest;
import org.gamelan.manifest.Templates;

/** Checks what agents name, their prompts, their fallbacks and what security lets them use. */
final class AgentCheck {
  private static final Templates TEMPLATES = new Templates();

  private final ManifestFolder folder;
  private final References references;
  private final Problems problems;

  AgentCheck(ManifestFolder folder, References references, Problems problems) {
    this.folder = folder;
    this.references = references;
    this.problems = problems;
  }

  void check() {
    List<AgentManifest> agents = folder.agents();
    for (AgentManifest agent : agents) {
      references.model(agent.entry(), "/model");
      references.tools(agent.entry(), "/tools");
      references.agents(agent.entry(), "/fallback");
      references.schema(agent.entry(), "/inputSchema");
      references.schema(agent.entry(), "/outputSchema");
      template(agent);
    }
    fallbackCycles(agents);
    folder.security().ifPresent(security -> security(security, agents));
  }

  /** Syntax only: which variables exist is known when the prompt is used. */
  private void template(AgentManifest agent) {
    TEMPLATES
        .findFault(agent.prompt())
        .ifPresent(
            fault ->
                problems.error(
                    agent.file(),
                    agent.entry().at("/prompt"),
                    Rule.BAD_TEMPLATE,
                    "The prompt of '"
                        + agent.name()
                        + "' is not a Pebble template: "
                        + fault.message(),
                    "look at line " + fault.line() + " of the prompt"));
  }

  private void fallbackCycles(List<AgentManifest> agents) {
    Map<String, AgentManifest> byName = new HashMap<>();
    agents.forEach(agent -> byName.put(agent.name(), agent));
    Set<String> told = new LinkedHashSet<>();
    for (AgentManifest agent : agents) {
      List<String> path = new ArrayList<>();
      String at = agent.name();
      while (byName.containsKey(at) && !path.contains(at)) {
        path.add(at);
        at = byName.get(at).fallback().orElse("");
      }
      int start = path.indexOf(at);
      if (start >= 0 && told.addAll(path.subList(start, path.size()))) {
        path.add(at);
        AgentManifest closing = byName.get(path.get(path.size() - 2));
        problems.error(
            closing.file(),
            closing.entry().at("/fallback"),
            Rule.FALLBACK_CYCLE,
            "Fallbacks go round: " + String.join(" -> ", path.subList(start, path.size())),
            "let one of them have no fallback");
      }
    }
  }

  private void security(SecurityManifest security, List<AgentManifest> agents) {
    for (String name : security.agents().keySet()) {
      references.agentKey(security.entry(), References.under("agents", name), name);
      references.tools(security.entry(), References.under("agents", name, "tools"));
    }
    for (AgentManifest agent : agents) {
      Optional<List<String>> allowed =
          Optional.ofNullable(security.agents().get(agent.name()))
              .flatMap(SecurityManifest.AgentPolicy::tools);
      allowed.ifPresent(only -> permitted(agent, only));
    }
  }

  private void permitted(AgentManifest agent, List<String> allowed) {
    for (int i = 0; i < agent.tools().size(); i++) {
      String tool = agent.tools().get(i);
      if (!allowed.contains(tool)) {
        problems.error(
            agent.file(),
            agent.entry().at("/tools/" + i),
            Rule.NOT_PERMITTED,
            "Security does not let '" + agent.name() + "' use '" + tool + "'",
            "add it to security.agents." + agent.name() + ".tools, or leave it out here");
      }
    }
  }
}
