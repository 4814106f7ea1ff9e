package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.config.RouterConfig;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestText;
import org.gamelan.manifest.Problem;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.MemoryDefinition;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * The plans that are made of the definitions in force. Tasks that have started keep the blueprint
 * they were pinned to.
 */
@ApplicationScoped
public class Definitions {
  /** The workflow of a task that names only an agent. */
  public static final String SINGLE_AGENT = "single-agent";

  /** The workflow of a task whose pipeline an agent is still to choose. */
  public static final String ROUTING = PipelineQuestion.WORKFLOW;

  /** The stage in which it does. */
  public static final String CHOICE = PipelineQuestion.STAGE;

  /** The one stage of the workflow of one agent. */
  public static final String ANSWER = "answer";

  private static final String CONFIG_OUTPUT = "task_config_output";
  private static final Duration FIRST_READING = Duration.ofMinutes(5);

  private final Discovery discovery;
  private final AgentRegistry agents;
  private final RouterConfig router;
  private volatile Made made = new Made(null, 0, new ConcurrentHashMap<>());

  /** A way through a workflow: along a pipeline, or the whole without one. */
  private record Route(String workflow, String pipeline) {}

  /** What was made of the definitions of one moment. */
  private record Made(
      Catalogue catalogue, long agents, ConcurrentMap<Route, Blueprint> blueprints) {}

  protected Definitions() {
    this(null, null, null);
  }

  @Inject
  public Definitions(Discovery discovery, AgentRegistry agents, RouterConfig router) {
    this.discovery = discovery;
    this.agents = agents;
    this.router = router;
  }

  /** The snapshot in force. */
  public Catalogue catalogue() {
    return discovery.catalogue();
  }

  /**
   * Waits for the definitions, which a run that goes on right after a start may be ahead of.
   *
   * @throws GamelanException when the wait was broken off
   */
  void await() {
    try {
      discovery.awaitFirst(FIRST_READING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GamelanException(FailureKind.CANCELLED, "The server is stopping.", e);
    }
  }

  /** Everything that is wrong with a manifest that is not to be loaded. */
  public List<Problem> validate(String body, String mediaType) {
    Names names =
        discovery
            .outside()
            .names()
            .with(Names.Kind.AGENT, agents.names())
            .withWorkflows(catalogue().workflows())
            .with(Names.Kind.PIPELINE, catalogue().pipelines().keySet());
    return WorkflowCompiler.compile(ManifestReader.readText(body, mediaType), names).problems();
  }

  /**
   * What the files of a folder would define if they were in force. Nothing is loaded or started.
   *
   * @param origin the folder, whose names that are in force do not count as known; a place where
   *     nothing is yet will do
   * @param texts all manifest files of the folder
   */
  public WorkflowCompiler.Compilation check(String origin, List<ManifestText> texts) {
    Names names = catalogue().namesBeside(origin, agents.names(), discovery.outside().names());
    return WorkflowCompiler.compile(ManifestReader.readTexts(origin, texts), names);
  }

  /**
   * Which pipeline a task would go through that names none. Where an agent would choose, it is not
   * asked.
   *
   * @param variables what selection rules see
   */
  public PipelineTrial tryOut(Map<String, Object> variables) {
    return trial(PipelineRules.ask(catalogue().pipelines().values(), variables));
  }

  /**
   * How a task is going to be done. At most one of the names is given; with none the pipeline is
   * chosen by its rule; where rules leave it open by an agent, as the first stage of the task; else
   * it is the default one; and without any an agent does it alone.
   *
   * @param variables what selection rules see
   * @throws InvalidInputException when a name is unknown
   */
  public Plan plan(
      String workflow, String pipeline, String agent, Supplier<Map<String, Object>> variables) {
    Catalogue now = catalogue();
    if (agent != null) {
      return planOfAgent(agent);
    }
    if (workflow != null) {
      WorkflowBundle bundle =
          now.findWorkflow(workflow)
              .orElseThrow(() -> unknown("workflow", workflow, now.workflows().keySet()));
      return new Plan(null, null, blueprint(now, bundle, null));
    }
    return pipeline == null ? select(now, variables.get()) : planOfPipeline(now, pipeline);
  }

  /**
   * What tasks of a workflow are done by now, or those of a pipeline; at least one is given.
   *
   * @throws InvalidInputException when it is unknown
   */
  public Blueprint blueprint(String workflow, String pipeline) {
    return pipeline == null
        ? plan(workflow, null, null, Map::of).blueprint()
        : planOfPipeline(pipeline).blueprint();
  }

  /**
   * What a task has to be given that goes through a workflow or pipeline, or is done by an agent
   * alone; one of them is given. Nothing where anything will do.
   *
   * @throws InvalidInputException when it is unknown
   */
  public Optional<JsonNode> inputSchema(String workflow, String pipeline, String agent) {
    return InputSchemas.ofTask(plan(workflow, pipeline, agent, Map::of).blueprint());
  }

  /**
   * How a task goes through a pipeline.
   *
   * @throws InvalidInputException when it is unknown
   */
  Plan planOfPipeline(String name) {
    return planOfPipeline(catalogue(), name);
  }

  private Plan planOfPipeline(Catalogue now, String name) {
    PipelineDefinition chosen =
        now.findPipeline(name)
            .orElseThrow(() -> unknown("pipeline", name, now.pipelines().keySet()));
    WorkflowBundle bundle =
        now.findWorkflow(chosen.workflow())
            .orElseThrow(() -> unknown("pipeline", chosen.name(), now.workflows().keySet()));
    return new Plan(chosen.name(), null, blueprint(now, bundle, chosen));
  }

  private static InvalidInputException unknown(String field, String name, Set<String> known) {
    return new InvalidInputException(
        field, "there is no " + field + " '" + name + "'; known: " + Suggestions.list(known));
  }

  private Plan select(Catalogue now, Map<String, Object> variables) {
    PipelineRules rules = PipelineRules.ask(now.pipelines().values(), variables);
    PipelineTrial trial = trial(rules);
    if (trial.asked() != null) {
      Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
      pin(trial.asked(), pinned);
      return new Plan(
          null,
          null,
          PipelineQuestion.blueprint(trial.asked(), rules, pinned, now.policies(pinned.keySet())));
    }
    Plan plan =
        rules
            .chosen()
            .map(chosen -> planOfPipeline(now, chosen.name()))
            .orElseGet(Definitions::planOfAnyAgent);
    return plan.because(rules.choice(trial.reason()));
  }

  private PipelineTrial trial(PipelineRules rules) {
    return rules.trial(router.agent(), this::refusal);
  }

  /** Why a pipeline does not allow an agent. */
  public Optional<String> refusal(String pipeline, String agent) {
    return Optional.ofNullable(pipeline)
        .flatMap(catalogue()::findPipeline)
        .filter(it -> !it.agents().isEmpty() && !it.agents().contains(agent))
        .map(it -> "the pipeline '" + pipeline + "' does not allow the agent '" + agent + "'");
  }

  /**
   * Why an agent may not work in a stage: the task's pipeline does not allow it, or one of those
   * that the stage lies in.
   *
   * @param pipeline the task's, or null
   */
  public Optional<String> refusal(
      String pipeline, Blueprint blueprint, String stage, String agent) {
    return Stream.concat(Stream.ofNullable(pipeline), blueprint.pipelinesAround(stage).stream())
        .flatMap(each -> refusal(each, agent).stream())
        .findFirst();
  }

  /** Why the agent that chooses pipelines cannot be asked. */
  private Optional<String> refusal(String agent) {
    return agents
        .findEntry(agent)
        .map(AgentEntry::refusal)
        .orElseGet(() -> Optional.of("there is no agent '" + agent + "'"));
  }

  /** The same one as long as neither manifests nor agents change. */
  @SuppressWarnings("ReferenceEquality") // a snapshot is swapped whole
  private Blueprint blueprint(Catalogue now, WorkflowBundle bundle, PipelineDefinition along) {
    long generation = agents.generation();
    Made known = made;
    if (known.catalogue() != now || known.agents() != generation) {
      known = new Made(now, generation, new ConcurrentHashMap<>());
      made = known;
    }
    Route route = new Route(bundle.workflow().name(), along == null ? null : along.name());
    Blueprint found = known.blueprints().get(route);
    if (found == null) {
      WorkflowDefinition workflow = bundle.workflow();
      found =
          make(
              now,
              bundle,
              along == null ? workflow : workflow.along(along),
              along == null ? null : along.name());
      known.blueprints().put(route, found);
    }
    return found;
  }

  private Blueprint make(
      Catalogue now, WorkflowBundle bundle, WorkflowDefinition route, String pipeline) {
    Blueprint whole = SubWorkflows.unfold(now, bundle, route);
    Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
    for (StageDefinition stage : whole.stages().values()) {
      Predicate<String> allowed = agent -> refusal(pipeline, whole, stage.name(), agent).isEmpty();
      stage.agents().forEach(agent -> pin(agent, pinned, allowed));
    }
    Blueprint blueprint =
        whole
            .withAgents(pinned)
            .withPolicy(
                PinnedPolicy.orNull(
                    whole.policy() == null ? Map.of() : whole.policy().stages(),
                    now.policies(pinned.keySet())));
    return bundle.memory() == null ? blueprint : remembering(blueprint, bundle.memory());
  }

  private static Blueprint remembering(Blueprint blueprint, MemoryDefinition memory) {
    return blueprint.withMemory(memory.asked(MemoryUse.isAsked(blueprint)));
  }

  private void pin(String agent, Map<String, AgentDefinition> pinned) {
    pin(agent, pinned, fallback -> true);
  }

  /**
   * @param allowed which fallbacks may take over; what is not pinned never works
   */
  private void pin(String agent, Map<String, AgentDefinition> pinned, Predicate<String> allowed) {
    String name = agent;
    while (name != null && !pinned.containsKey(name)) {
      Optional<AgentDefinition> definition = agents.find(name);
      if (definition.isEmpty()) {
        return;
      }
      pinned.put(name, definition.get());
      name = Optional.ofNullable(definition.get().fallback()).filter(allowed).orElse(null);
    }
  }

  /**
   * How a task of a task config is going to be done: the agent takes one turn, told by the config.
   *
   * @param agent the agent's name
   * @param prompt the template of the user message
   * @param outputSchema JSON Schema of the answer, or null for the agent's own
   * @throws InvalidInputException when the agent is unknown or disabled
   */
  public Plan planOfConfig(String agent, String prompt, JsonNode outputSchema) {
    JsonNode settings = Json.object().put(UserMessage.PROMPT, prompt);
    Map<String, JsonNode> schemas =
        outputSchema == null ? Map.of() : Map.of(CONFIG_OUTPUT, outputSchema);
    return planOfAgent(agent, outputSchema == null ? null : CONFIG_OUTPUT, settings, schemas);
  }

  /** How a task is going to be done by whichever agent it is given to. */
  public static Plan planOfAnyAgent() {
    return planOfOne(null, null, Json.object(), Map.of(), Map.of(), Map.of());
  }

  /**
   * How an agent does a task alone.
   *
   * @throws InvalidInputException when it is unknown, disabled or retiring
   */
  public Plan planOfAgent(String name) {
    Plan plan = planOfAgent(name, null, Json.object(), Map.of());
    Blueprint blueprint = plan.blueprint();
    return catalogue()
        .memoryOf(blueprint.agents().get(name))
        .map(memory -> new Plan(plan.pipeline(), plan.agent(), remembering(blueprint, memory)))
        .orElse(plan);
  }

  /**
   * How another agent does what a task is pinned to that an agent does alone: as it is told by a
   * task config, if by one.
   *
   * @throws InvalidInputException when the agent is unknown, disabled or retiring
   */
  public Plan planOfAgent(String name, Blueprint pinned) {
    return UserMessage.prompt(pinned.stage(ANSWER))
        .map(prompt -> planOfConfig(name, prompt, pinned.schemas().get(CONFIG_OUTPUT)))
        .orElseGet(() -> planOfAgent(name));
  }

  private Plan planOfAgent(
      String name, String outputSchema, JsonNode settings, Map<String, JsonNode> schemas) {
    agents
        .findEntry(name)
        .orElseThrow(() -> unknown("agent", name, agents.names()))
        .refusal()
        .ifPresent(
            reason -> {
              throw new InvalidInputException("agent", reason);
            });
    Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
    pin(name, pinned);
    return planOfOne(
        name, outputSchema, settings, schemas, pinned, catalogue().policies(pinned.keySet()));
  }

  private static Plan planOfOne(
      String name,
      String outputSchema,
      JsonNode settings,
      Map<String, JsonNode> schemas,
      Map<String, AgentDefinition> pinned,
      Map<String, FolderPolicy> policies) {
    StageDefinition stage =
        new StageDefinition(
            ANSWER,
            StageKind.AGENT,
            name,
            null,
            null,
            null,
            outputSchema,
            StageDefinition.DEFAULT_TIMEOUT,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            settings);
    WorkflowDefinition workflow =
        new WorkflowDefinition(SINGLE_AGENT, 1, ANSWER, List.<Edge>of(), List.of(ANSWER));
    return new Plan(
        null,
        name,
        new Blueprint(
            workflow,
            ANSWER,
            List.of(ANSWER),
            Map.of(ANSWER, stage),
            pinned,
            schemas,
            null,
            PinnedPolicy.orNull(Map.of(), policies)));
  }
}
