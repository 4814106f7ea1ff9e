package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.json.Json;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/**
 * The small workflow in which an agent chooses a task's pipeline: one stage, after which the task
 * goes on with what was chosen. As any stage it is durable and survives crashes.
 */
final class PipelineQuestion {
  /** The workflow of a task whose pipeline is still to be chosen. */
  static final String WORKFLOW = "routing";

  /** Its one stage. No stage of a manifest can have this name, so it is never in another's way. */
  static final String STAGE = "select-pipeline";

  private static final String SCHEMA = "pipeline_choice";
  private static final String OTHERWISE = "otherwise";
  private static final String CANDIDATES = "candidates";
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int MOST_WORDS = 500;

  private PipelineQuestion() {}

  /**
   * What a task is pinned to until its pipeline is chosen.
   *
   * @param agent who chooses
   * @param rules what the rules left open, and what is taken when the agent gives no good answer
   * @param pinned the agent and its fallbacks
   * @param policies what their folders let them do, by their names
   */
  static Blueprint blueprint(
      String agent,
      PipelineRules rules,
      Map<String, AgentDefinition> pinned,
      Map<String, FolderPolicy> policies) {
    ObjectNode settings = Json.object().put(UserMessage.PROMPT, prompt(rules.open()));
    rules.chosen().ifPresent(chosen -> settings.put(OTHERWISE, chosen.name()));
    ArrayNode names = settings.putArray(CANDIDATES);
    rules.open().forEach(pipeline -> names.add(pipeline.name()));
    StageDefinition stage =
        new StageDefinition(
            STAGE,
            StageKind.AGENT,
            agent,
            null,
            null,
            null,
            SCHEMA,
            TIMEOUT,
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            settings);
    WorkflowDefinition workflow =
        new WorkflowDefinition(WORKFLOW, 1, STAGE, List.of(), List.of(STAGE));
    return new Blueprint(
        workflow,
        STAGE,
        List.of(STAGE),
        Map.of(STAGE, stage),
        pinned,
        Map.of(SCHEMA, schema(names)),
        null,
        PinnedPolicy.orNull(Map.of(), policies));
  }

  private static String prompt(List<PipelineDefinition> open) {
    StringBuilder text =
        new StringBuilder(
            """
            Task: {{ task.title }}
            {% if task.description is not empty %}
            {{ task.description }}
            {% endif %}
            Labels: {% for label in task.labels %}{{ label }} {% else %}none{% endfor %}

            Pipelines:
            """);
    for (PipelineDefinition pipeline : open) {
      text.append("- ").append(pipeline.name()).append(": ").append(words(pipeline)).append('\n');
    }
    return text.toString();
  }

  /** What a manifest says of a pipeline must stay text within the template. */
  private static String words(PipelineDefinition pipeline) {
    String said = pipeline.description() == null ? "" : pipeline.description().strip();
    String line = said.replaceAll("\\s+", " ").replaceAll("[{}]", "'");
    String whole = line.isEmpty() ? "goes through '" + pipeline.workflow() + "'" : line;
    return whole.length() <= MOST_WORDS ? whole : whole.substring(0, MOST_WORDS) + "…";
  }

  private static JsonNode schema(ArrayNode names) {
    ObjectNode schema = Json.object().put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("pipeline").add("confidence").add("reason");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("pipeline").put("type", "string").set("enum", names.deepCopy());
    properties.putObject("confidence").put("type", "number").put("minimum", 0).put("maximum", 1);
    properties.putObject("reason").put("type", "string").put("maxLength", 1_000);
    return schema;
  }

  static boolean isAsked(Blueprint blueprint) {
    return blueprint.workflow().name().equals(WORKFLOW) && blueprint.stages().containsKey(STAGE);
  }

  /** The names of the pipelines to choose from. */
  static List<String> candidates(Blueprint blueprint) {
    List<String> names = new ArrayList<>();
    blueprint.stage(STAGE).settings().path(CANDIDATES).forEach(name -> names.add(name.asText()));
    return names;
  }

  /** What is taken when no good answer comes: what the rules say, else the first candidate. */
  static String otherwise(Blueprint blueprint) {
    JsonNode named = blueprint.stage(STAGE).settings().path(OTHERWISE);
    return named.isTextual() ? named.textValue() : candidates(blueprint).get(0);
  }
}
