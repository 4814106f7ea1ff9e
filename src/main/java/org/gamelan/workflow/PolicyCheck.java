package org.gamelan.workflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.ToolManifest;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.Policy;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.policy.ToolNeeds;

/** Finds stages and agents that name a tool which their folder's own policy never lets them use. */
final class PolicyCheck {
  private final ManifestFolder folder;
  private final Names names;
  private final Problems problems;
  private final Optional<FolderPolicy> policy;
  private final Map<String, ToolManifest> tools = new HashMap<>();

  PolicyCheck(ManifestFolder folder, Names names, Problems problems) {
    this.folder = folder;
    this.names = names;
    this.problems = problems;
    this.policy = folder.security().map(FolderPolicy::of);
    folder.tools().forEach(tool -> tools.put(tool.name(), tool));
  }

  /** The tools of the folder's agents. Those that a list leaves out are told of with that list. */
  void agents() {
    for (AgentManifest agent : folder.agents()) {
      for (int i = 0; i < agent.tools().size(); i++) {
        check(agent.entry(), agent.entry().at("/tools/" + i), agent.tools().get(i), agent.name());
      }
    }
  }

  /** The tool of a stage that calls one itself. */
  void stage(ManifestEntry stage) {
    stage.text("tool").ifPresent(tool -> check(stage, stage.at("/tool"), tool, null));
  }

  private void check(ManifestEntry entry, Position at, String tool, String agent) {
    ToolManifest own = tools.get(tool);
    if (own != null && !own.enabled()) {
      problems.error(
          entry.file(),
          at,
          Rule.NOT_PERMITTED,
          "The tool '" + tool + "' is switched off in this folder",
          "set tools." + tool + ".enabled to true, or leave the tool out here");
      return;
    }
    if (policy.isEmpty()) {
      return;
    }
    PolicyDecision decision = new Policy(policy.get().layers(agent)).decide(needs(tool, own));
    if (decision.isDenied() && !decision.rule().endsWith(".tools")) {
      problems.error(
          entry.file(),
          at,
          Rule.NOT_PERMITTED,
          decision.reason(),
          "loosen " + decision.rule() + ", or leave the tool out here");
    }
  }

  private ToolNeeds needs(String tool, ToolManifest own) {
    ToolNeeds known = names.needs(tool).orElse(new ToolNeeds(tool, Set.of(), false, null));
    Set<String> capabilities = new HashSet<>(known.capabilities());
    boolean changes = known.changes();
    if (own != null) {
      capabilities.addAll(own.capabilities().orElse(List.of()));
      // What an MCP server does is taken for external where nothing is said.
      String effect = own.effect().orElse(own.mcp().isPresent() ? "external" : "none");
      changes |= !effect.equals("none");
    }
    return new ToolNeeds(tool, capabilities, changes, known.scope());
  }
}
