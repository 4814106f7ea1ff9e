package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.Violation;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * Holds stages to the schemas of their inputs. The input of tools and outputs are their arguments,
 * that of all others is the task's input. A stage that stands for a pipeline is held to its schema
 * when the pipeline begins, an agent to its own where it does a task alone and is given the input.
 */
public final class InputSchemas {
  private InputSchemas() {}

  /**
   * Where a task's input does not fit what a stage asks of it; nothing for a stage that works on
   * arguments.
   *
   * @param input the task's, or null when it has none
   */
  public static List<Violation> violations(
      Blueprint blueprint, StageDefinition stage, JsonNode input) {
    List<Violation> found = new ArrayList<>();
    JsonNode given = input == null ? Json.object() : input;
    if (!StageWork.isTold(stage) && stage.kind() != StageKind.PIPELINE) {
      found.addAll(violations(schema(blueprint, stage), given));
    }
    for (StageDefinition caller : begunWith(blueprint, stage)) {
      found.addAll(violations(schema(blueprint, caller), given));
    }
    return found;
  }

  /**
   * The schema of what a task is given: that of the stage it begins with, of the pipeline that
   * begins with it, or of the agent that does it alone. Nothing where anything will do.
   */
  static Optional<JsonNode> ofTask(Blueprint blueprint) {
    StageDefinition first = blueprint.stage(blueprint.entry(blueprint.start()));
    return Stream.concat(Stream.of(first), begunWith(blueprint, first).stream())
        .filter(stage -> !StageWork.isTold(stage))
        .flatMap(stage -> Stream.ofNullable(asked(blueprint, stage)))
        .findFirst();
  }

  /** What an input stage takes is what it answers. */
  private static JsonNode asked(Blueprint blueprint, StageDefinition stage) {
    JsonNode schema = schema(blueprint, stage);
    return schema == null && stage.kind() == StageKind.INPUT && stage.outputSchema() != null
        ? blueprint.schemas().get(stage.outputSchema())
        : schema;
  }

  /**
   * @throws GamelanException of kind {@code invalid-input}, naming the first place that does not
   *     fit; of kind {@code bad-expression} when arguments cannot be evaluated
   */
  static void check(StageWork work) {
    StageDefinition stage = work.stage();
    Blueprint blueprint = work.state().blueprint();
    List<Violation> found =
        new ArrayList<>(violations(blueprint, stage, work.state().task().input()));
    if (StageWork.isTold(stage) && stage.inputSchema() != null) {
      found.addAll(violations(schema(blueprint, stage), arguments(work)));
    }
    if (!found.isEmpty()) {
      Violation first = found.get(0);
      throw new GamelanException(
          FailureKind.INVALID_INPUT,
          "The input of '%s' does not fit its schema: %s"
              .formatted(stage.name(), new Violation("input" + first.path(), first.message())));
    }
  }

  private static JsonNode arguments(StageWork work) {
    if (work.stage().with() != null) {
      return Expressions.interpolate(work.stage().with(), work.variables());
    }
    return work.stage().kind() == StageKind.OUTPUT ? work.state().latestOutput() : Json.object();
  }

  private static List<Violation> violations(JsonNode schema, JsonNode input) {
    return schema == null ? List.of() : SchemaCache.of(schema).validate(input);
  }

  private static JsonNode schema(Blueprint blueprint, StageDefinition stage) {
    if (stage.inputSchema() != null) {
      return blueprint.schemas().get(stage.inputSchema());
    }
    boolean alone = blueprint.workflow().name().equals(Definitions.SINGLE_AGENT);
    if (!alone || stage.agent() == null || UserMessage.prompt(stage).isPresent()) {
      return null;
    }
    AgentDefinition agent = blueprint.agents().get(stage.agent());
    return agent == null ? null : agent.inputSchema();
  }

  /** The stages that stand for the pipelines which begin with a stage, the innermost first. */
  private static List<StageDefinition> begunWith(Blueprint blueprint, StageDefinition stage) {
    Map<String, StageDefinition> stages = blueprint.stages();
    List<StageDefinition> callers = new ArrayList<>();
    String name = stage.name();
    while (!Branch.scope(name).isEmpty()) {
      String scope = Branch.scope(name);
      StageDefinition caller = stages.get(scope.substring(0, scope.length() - 1));
      if (caller == null || !caller.settings().path("start").asText().equals(name)) {
        break;
      }
      callers.add(caller);
      name = caller.name();
    }
    return callers;
  }
}
