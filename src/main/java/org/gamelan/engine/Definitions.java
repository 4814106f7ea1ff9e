package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestText;
import org.gamelan.manifest.Problem;
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
 * The plans that are made of the definitions in force. Tasks that have started keep the blueprint
 * they were pinned to.
 */
@ApplicationScoped
public class Definitions {
  private static final Logger LOG = Logger.getLogger(Definitions.class.getName());

  /** The workflow of a task that names only an agent. */
  public static final String SINGLE_AGENT = "single-agent";

  /** The one stage of that workflow. */
  public static final String ANSWER = "answer";

  private static final String CONFIG_OUTPUT = "task_config_output";

  private final Discovery discovery;
  private final AgentRegistry agents;

  protected Definitions() {
    this(null, null);
  }

  @Inject
  public Definitions(Discovery discovery, AgentRegistry agents) {
    this.discovery = discovery;
    this.agents = agents;
  }

  /** The snapshot in force. */
  public Catalogue catalogue() {
    return discovery.catalogue();
  }

  /** Everything that is wrong with a manifest that is not to be loaded. */
  public List<Problem> validate(String body, String mediaType) {
    Names names =
        discovery
            .outside()
            .names()
            .with(Names.Kind.AGENT, agents.names())
            .with(Names.Kind.WORKFLOW, catalogue().workflows().keySet())
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
   * The pipeline that a task is given which names none; none when no rule holds and there is no
   * default.
   *
   * @param variables what selection rules see
   */
  public Optional<PipelineDefinition> choose(Map<String, Object> variables) {
    return select(catalogue(), variables);
  }

  /**
   * How a task is going to be done. At most one of the names is given; with none the pipeline is
   * chosen by its rule, else the default one, else an agent is going to be.
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
      return new Plan(null, null, blueprint(now, bundle, bundle.workflow()));
    }
    if (pipeline == null) {
      return select(now, variables.get())
          .map(chosen -> planOfPipeline(now, chosen))
          .orElseGet(Definitions::planOfAnyAgent);
    }
    return planOfPipeline(
        now,
        now.findPipeline(pipeline)
            .orElseThrow(() -> unknown("pipeline", pipeline, now.pipelines().keySet())));
  }

  private Plan planOfPipeline(Catalogue now, PipelineDefinition chosen) {
    WorkflowBundle bundle =
        now.findWorkflow(chosen.workflow())
            .orElseThrow(() -> unknown("pipeline", chosen.name(), now.workflows().keySet()));
    return new Plan(chosen.name(), null, blueprint(now, bundle, bundle.workflow().along(chosen)));
  }

  private static InvalidInputException unknown(String field, String name, Set<String> known) {
    return new InvalidInputException(
        field, "there is no " + field + " '" + name + "'; known: " + Suggestions.list(known));
  }

  private static Optional<PipelineDefinition> select(Catalogue now, Map<String, Object> variables) {
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
        .or(() -> byPriority.stream().filter(PipelineDefinition::isDefault).findFirst());
  }

  private static boolean holds(PipelineDefinition pipeline, Map<String, Object> variables) {
    try {
      return Expressions.test(pipeline.select(), variables);
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "The selection rule of pipeline " + pipeline.name() + " failed", e);
      return false;
    }
  }

  private Blueprint blueprint(Catalogue now, WorkflowBundle bundle, WorkflowDefinition route) {
    Blueprint whole = SubWorkflows.unfold(now, bundle, route);
    Map<String, AgentDefinition> pinned = new LinkedHashMap<>();
    for (StageDefinition stage : whole.stages().values()) {
      stage.agents().forEach(agent -> pin(agent, pinned));
    }
    return new Blueprint(
        whole.workflow(), whole.start(), whole.end(), whole.stages(), pinned, whole.schemas());
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
    return planOfOne(null, null, Json.object(), Map.of(), Map.of());
  }

  /**
   * How an agent does a task alone.
   *
   * @throws InvalidInputException when it is unknown, disabled or retiring
   */
  public Plan planOfAgent(String name) {
    return planOfAgent(name, null, Json.object(), Map.of());
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
    return planOfOne(name, outputSchema, settings, schemas, pinned);
  }

  private static Plan planOfOne(
      String name,
      String outputSchema,
      JsonNode settings,
      Map<String, JsonNode> schemas,
      Map<String, AgentDefinition> pinned) {
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
        new Blueprint(workflow, ANSWER, List.of(ANSWER), Map.of(ANSWER, stage), pinned, schemas));
  }
}
