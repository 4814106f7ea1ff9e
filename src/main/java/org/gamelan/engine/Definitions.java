package org.gamelan.engine;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.config.ManifestConfig;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Problem;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProvidersChanged;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * The definitions in force and the plans made of them. Reading them again swaps one snapshot; tasks
 * that have started keep the blueprint they were pinned to.
 */
@ApplicationScoped
public class Definitions {
  private static final Logger LOG = Logger.getLogger(Definitions.class.getName());

  /** The workflow of a task that names only an agent. */
  public static final String SINGLE_AGENT = "single-agent";

  private static final String ANSWER = "answer";

  private final ManifestConfig config;
  private final AgentRegistry agents;
  private final Tools tools;
  private final Models models;
  private final StageExecution execution;
  private volatile Catalogue catalogue = Catalogue.EMPTY;
  private volatile Set<String> aliases = Set.of();
  private volatile DiscoveryReport report = DiscoveryReport.EMPTY;

  @Resource private ManagedExecutorService executor;

  protected Definitions() {
    this(null, null, null, null, null);
  }

  @Inject
  public Definitions(
      ManifestConfig config,
      AgentRegistry agents,
      Tools tools,
      Models models,
      StageExecution execution) {
    this.config = config;
    this.agents = agents;
    this.tools = tools;
    this.models = models;
    this.execution = execution;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    reload();
  }

  /** A manifest that names a model is sound as soon as there is one of that name. */
  void modelsChanged(@Observes ProvidersChanged changed) {
    // Not by this thread: it may hold what reading the names of the models waits for.
    executor.execute(this::followModels);
  }

  private synchronized void followModels() {
    if (!Set.copyOf(models.aliases()).equals(aliases)) {
      reload();
    }
  }

  /** Reads all manifests again; what is broken keeps its last good version. */
  public synchronized DiscoveryReport reload() {
    long start = System.nanoTime();
    aliases = Set.copyOf(models.aliases());
    CatalogueReader reader = new CatalogueReader(execution.kinds());
    Catalogue read = reader.read(config.folders(), outside(), catalogue);
    catalogue = read;
    agents.replace(read.agents().values());
    for (Problem problem : read.problems()) {
      LOG.log(problem.isError() ? Level.WARNING : Level.INFO, "{0}", problem);
    }
    report =
        new DiscoveryReport(
            config.folders().stream().map(Path::toString).toList(),
            read.agents().size(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
            read.problems());
    return report;
  }

  /** What the last reading found. */
  public DiscoveryReport report() {
    return report;
  }

  /** The snapshot in force. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** Everything that is wrong with a manifest that is not to be loaded. */
  public List<Problem> validate(String body, String mediaType) {
    Names names =
        outside()
            .with(Names.Kind.AGENT, catalogue.agents().keySet())
            .with(Names.Kind.WORKFLOW, catalogue.workflows().keySet())
            .with(Names.Kind.PIPELINE, catalogue.pipelines().keySet());
    return WorkflowCompiler.compile(ManifestReader.readText(body, mediaType), names).problems();
  }

  private Names outside() {
    Set<String> toolNames =
        tools.list().stream().map(ToolDefinition::name).collect(Collectors.toSet());
    return Names.UNCHECKED.with(Names.Kind.TOOL, toolNames).with(Names.Kind.MODEL, aliases);
  }

  /**
   * How a task is going to be done. At most one of the names is given; with none the pipeline is
   * chosen by its rule, else the default one.
   *
   * @param variables what selection rules see
   * @throws InvalidInputException when a name is unknown or nothing can be chosen
   */
  public Plan plan(
      String workflow, String pipeline, String agent, Supplier<Map<String, Object>> variables) {
    Catalogue now = catalogue;
    if (agent != null) {
      return planOfAgent(agent);
    }
    if (workflow != null) {
      WorkflowBundle bundle =
          now.findWorkflow(workflow)
              .orElseThrow(() -> unknown("workflow", workflow, now.workflows().keySet()));
      WorkflowDefinition graph = bundle.workflow();
      return new Plan(null, null, blueprint(bundle, graph.start(), graph.end()));
    }
    PipelineDefinition chosen =
        pipeline == null
            ? select(now, variables.get())
            : now.findPipeline(pipeline)
                .orElseThrow(() -> unknown("pipeline", pipeline, now.pipelines().keySet()));
    WorkflowBundle bundle =
        now.findWorkflow(chosen.workflow())
            .orElseThrow(() -> unknown("pipeline", chosen.name(), now.workflows().keySet()));
    return new Plan(chosen.name(), null, blueprint(bundle, chosen.start(), chosen.end()));
  }

  private static InvalidInputException unknown(String field, String name, Set<String> known) {
    return new InvalidInputException(
        field, "there is no " + field + " '" + name + "'; known: " + String.join(", ", known));
  }

  private static PipelineDefinition select(Catalogue now, Map<String, Object> variables) {
    List<PipelineDefinition> byPriority =
        now.pipelines().values().stream()
            .sorted(
                Comparator.comparingInt(PipelineDefinition::priority)
                    .reversed()
                    .thenComparing(PipelineDefinition::name))
            .toList();
    return byPriority.stream()
        .filter(candidate -> candidate.select() != null && holds(candidate, variables))
        .findFirst()
        .or(() -> byPriority.stream().filter(PipelineDefinition::isDefault).findFirst())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "pipeline", "no pipeline fits this task and none is the default; name one"));
  }

  private static boolean holds(PipelineDefinition pipeline, Map<String, Object> variables) {
    try {
      return Expressions.test(pipeline.select(), variables);
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "The selection rule of pipeline " + pipeline.name() + " failed", e);
      return false;
    }
  }

  private Blueprint blueprint(WorkflowBundle bundle, String start, List<String> end) {
    Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
    Map<String, StageDefinition> stages = new LinkedHashMap<>();
    for (String name : bundle.workflow().stageNames()) {
      StageDefinition stage = bundle.stages().get(name);
      stages.put(name, stage);
      stage.agents().forEach(agent -> pin(agent, pinned));
    }
    return new Blueprint(bundle.workflow(), start, end, stages, pinned, bundle.schemas());
  }

  private void pin(String agent, Map<String, AgentDefinition> pinned) {
    String name = agent;
    while (name != null && !pinned.containsKey(name)) {
      Optional<AgentDefinition> definition = agents.find(name);
      if (definition.isEmpty()) {
        return;
      }
      pinned.put(name, definition.get());
      name = definition.get().fallback();
    }
  }

  private Plan planOfAgent(String name) {
    AgentDefinition agent =
        agents
            .find(name)
            .orElseThrow(
                () ->
                    unknown(
                        "agent",
                        name,
                        agents.list().stream()
                            .map(AgentDefinition::name)
                            .collect(Collectors.toSet())));
    if (!agent.enabled()) {
      throw new InvalidInputException("agent", "agent '" + name + "' is disabled");
    }
    StageDefinition stage =
        new StageDefinition(
            ANSWER,
            StageKind.AGENT,
            name,
            null,
            null,
            null,
            null,
            StageDefinition.DEFAULT_TIMEOUT,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            Json.object());
    WorkflowDefinition workflow =
        new WorkflowDefinition(SINGLE_AGENT, 1, ANSWER, List.<Edge>of(), List.of(ANSWER));
    Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
    pin(name, pinned);
    return new Plan(
        null,
        name,
        new Blueprint(workflow, ANSWER, List.of(ANSWER), Map.of(ANSWER, stage), pinned, Map.of()));
  }
}
