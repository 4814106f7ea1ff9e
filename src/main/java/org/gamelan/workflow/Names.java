package org.gamelan.workflow;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.gamelan.policy.ToolNeeds;

/**
 * The global names that exist outside of the folder being checked. A kind of which nothing is said
 * is not checked.
 */
public final class Names {
  /** What a name may be the name of. */
  public enum Kind {
    AGENT,
    TOOL,
    MODEL,
    WORKFLOW,
    PIPELINE
  }

  /** Nothing is known, so no reference out of the folder is checked. */
  public static final Names UNCHECKED = new Names(Map.of(), Map.of(), Map.of());

  private final Map<Kind, Set<String>> known;

  private final Map<String, ToolNeeds> needs;

  private final Map<String, WorkflowBundle> workflows;

  private Names(
      Map<Kind, Set<String>> known,
      Map<String, ToolNeeds> needs,
      Map<String, WorkflowBundle> workflows) {
    this.known = known;
    this.needs = needs;
    this.workflows = workflows;
  }

  /** These names and no others of this kind exist outside of the folder. */
  public Names with(Kind kind, Set<String> names) {
    Map<Kind, Set<String>> more = new EnumMap<>(Kind.class);
    more.putAll(known);
    more.put(kind, Set.copyOf(names));
    return new Names(more, needs, workflows);
  }

  /** The same names; of tools it is known what they need. */
  public Names withNeeds(Collection<ToolNeeds> ofTools) {
    return new Names(
        known,
        ofTools.stream().collect(Collectors.toMap(ToolNeeds::tool, each -> each)),
        workflows);
  }

  /** These workflows and no others exist outside of the folder, and it is known how they go. */
  public Names withWorkflows(Map<String, WorkflowBundle> bundles) {
    return new Names(known, needs, Map.copyOf(bundles)).with(Kind.WORKFLOW, bundles.keySet());
  }

  /** How a workflow goes, where that is known. */
  Optional<WorkflowBundle> workflow(String name) {
    return Optional.ofNullable(workflows.get(name));
  }

  /** What a tool needs, where that is known. */
  Optional<ToolNeeds> needs(String tool) {
    return Optional.ofNullable(needs.get(tool));
  }

  /** All names of a kind, those of the folder included; none when the kind is not checked. */
  Optional<Set<String>> all(Kind kind, Set<String> ofFolder) {
    return Optional.ofNullable(known.get(kind))
        .map(
            outside -> {
              Set<String> all = new HashSet<>(outside);
              all.addAll(ofFolder);
              return all;
            });
  }
}
