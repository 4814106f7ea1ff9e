package org.gamelan.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentSource;
import org.gamelan.agent.FoundAgent;
import org.gamelan.manifest.Problem;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.tool.ToolSettings;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.WorkflowBundle;

/**
 * What all manifests and files together define: one immutable snapshot, swapped whole.
 *
 * @param workflows the sound bundles by the name of their workflow
 * @param pipelines by name
 * @param agents by name
 * @param parts what each folder and file gave, by its place: what stays when it breaks
 * @param problems everything that is wrong, in order
 * @param agentPolicies what the folders of agents let them do, by the agents' names
 * @param tools what operators say of tools, by name
 */
public record Catalogue(
    Map<String, WorkflowBundle> workflows,
    Map<String, PipelineDefinition> pipelines,
    Map<String, FoundAgent> agents,
    Map<String, Part> parts,
    List<Problem> problems,
    Map<String, FolderPolicy> agentPolicies,
    Map<String, ToolSettings> tools) {

  static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

  /**
   * What one folder or file gave when it was sound last.
   *
   * @param bundle its workflow and pipelines, or null for a file of agents
   * @param agents its agents
   * @param tools what it says of tools, by name
   */
  record Part(
      WorkflowBundle bundle, List<AgentDefinition> agents, Map<String, ToolSettings> tools) {
    Part(WorkflowBundle bundle, List<AgentDefinition> agents) {
      this(bundle, agents, Map.of());
    }

    /** Whether a bean gave it. */
    boolean isOfBean() {
      return agents.size() == 1 && agents.get(0).source().equals(AgentSource.ANNOTATION.id());
    }
  }

  /** Of folders that say nothing of security and tools. */
  Catalogue(
      Map<String, WorkflowBundle> workflows,
      Map<String, PipelineDefinition> pipelines,
      Map<String, FoundAgent> agents,
      Map<String, Part> parts,
      List<Problem> problems) {
    this(workflows, pipelines, agents, parts, problems, Map.of(), Map.of());
  }

  public Catalogue {
    workflows = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(workflows));
    pipelines = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(pipelines));
    agents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    parts = Map.copyOf(parts);
    problems = List.copyOf(problems);
    agentPolicies = Map.copyOf(agentPolicies);
    tools = Map.copyOf(tools);
  }

  /** What the folders of some agents let them do, of those that say so. */
  public Map<String, FolderPolicy> policies(Collection<String> names) {
    Map<String, FolderPolicy> policies = new TreeMap<>();
    for (String name : names) {
      FolderPolicy policy = agentPolicies.get(name);
      if (policy != null) {
        policies.put(name, policy);
      }
    }
    return policies;
  }

  /** The rules that an agent's folder has for it; the server's and a workflow's hold anyway. */
  public List<PolicyLayer> layers(String agent) {
    FolderPolicy home = agentPolicies.get(agent);
    return home == null ? List.of() : home.layers(agent);
  }

  public Optional<WorkflowBundle> findWorkflow(String name) {
    return Optional.ofNullable(workflows.get(name));
  }

  /** What the manifests that define an agent say of memory, if they say anything. */
  Optional<MemoryDefinition> memoryOf(AgentDefinition agent) {
    return parts.values().stream()
        .filter(part -> part.bundle() != null && part.bundle().memory() != null)
        .filter(part -> part.agents().stream().anyMatch(it -> isSame(it, agent)))
        .map(part -> part.bundle().memory())
        .findFirst();
  }

  /** Versions are counted elsewhere, so an agent is known by its name and its place. */
  private static boolean isSame(AgentDefinition one, AgentDefinition other) {
    return one.name().equals(other.name()) && one.origin().equals(other.origin());
  }

  public Optional<PipelineDefinition> findPipeline(String name) {
    return Optional.ofNullable(pipelines.get(name));
  }

  /** What each sound folder defines of workflows, by the folder's origin, in order. */
  public Map<String, WorkflowBundle> bundles() {
    Map<String, WorkflowBundle> bundles = new TreeMap<>();
    parts.forEach(
        (origin, part) -> {
          if (part.bundle() != null) {
            bundles.put(origin, part.bundle());
          }
        });
    return bundles;
  }

  /** The agents of the folder with this origin. */
  List<AgentDefinition> agentsOf(String origin) {
    return Optional.ofNullable(parts.get(origin)).map(Part::agents).orElse(List.of());
  }

  /** The origin of the folder that defines a workflow in force. */
  public Optional<String> originOfWorkflow(String name) {
    return Optional.ofNullable(workflows.get(name)).flatMap(this::origin);
  }

  /** The origin of the folder that defines a pipeline in force. */
  @SuppressWarnings("ReferenceEquality") // another folder may say the same
  public Optional<String> originOfPipeline(String name) {
    PipelineDefinition pipeline = pipelines.get(name);
    return bundles().entrySet().stream()
        .filter(it -> it.getValue().pipelines().stream().anyMatch(one -> one == pipeline))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * The names that there are without those of one folder.
   *
   * @param known the agents there are, whatever they come from
   * @param outside the names of tools and models
   */
  Names namesBeside(String origin, Set<String> known, Names outside) {
    Set<String> agentNames = new HashSet<>(known);
    Part own = parts.get(origin);
    if (own != null) {
      own.agents().forEach(agent -> agentNames.remove(agent.name()));
    }
    Map<String, WorkflowBundle> bundles = new HashMap<>();
    Set<String> pipelineNames = new HashSet<>();
    parts.forEach(
        (place, part) -> {
          if (!place.equals(origin)) {
            part.agents().forEach(agent -> agentNames.add(agent.name()));
            addNames(part.bundle(), bundles, pipelineNames);
          }
        });
    return outside
        .with(Names.Kind.AGENT, agentNames)
        .withWorkflows(bundles)
        .with(Names.Kind.PIPELINE, pipelineNames);
  }

  private static void addNames(
      WorkflowBundle bundle, Map<String, WorkflowBundle> workflows, Set<String> pipelines) {
    if (bundle != null) {
      bundle.findWorkflow().ifPresent(workflow -> workflows.put(workflow.name(), bundle));
      bundle.pipelines().forEach(pipeline -> pipelines.add(pipeline.name()));
    }
  }

  @SuppressWarnings("ReferenceEquality") // another folder may say the same
  private Optional<String> origin(WorkflowBundle bundle) {
    return parts.entrySet().stream()
        .filter(it -> it.getValue().bundle() == bundle)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
