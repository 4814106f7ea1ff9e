package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageDefinition;

/**
 * What a stage was given, derived from the task and the outputs it saw: contexts are never stored
 * twice.
 */
public final class StageInputs {
  private StageInputs() {}

  /**
   * The input of a stage.
   *
   * @param state the task with the outputs that were there when the stage began
   * @param name the stage
   * @param attempt its attempt, from 1
   * @param contextTokens the budget in force
   */
  public static JsonNode of(RunState state, String name, int attempt, int contextTokens) {
    StageDefinition stage = state.blueprint().stage(name);
    return switch (stage.kind()) {
      case INPUT -> state.task().input() == null ? Json.object() : state.task().input();
      case AGENT, COMMITTEE, SUPERVISOR -> message(state, stage, attempt, contextTokens);
      case APPROVAL -> shown(state, stage, attempt);
      default -> arguments(state, stage, attempt);
    };
  }

  /**
   * What a stage was given.
   *
   * @param input its input
   * @param context how the message to its agent came about, as far as it can be derived: without
   *     what was remembered; null for stages that tell no agent anything
   */
  public record Given(JsonNode input, ContextTrace context) {}

  /**
   * The input of a stage and how it came about, as {@link #of} derives it.
   *
   * @param attempt its attempt, from 1
   * @param instead what took the place of its own input, or null
   */
  public static Given given(
      RunState state, String name, int attempt, JsonNode instead, int contextTokens) {
    StageDefinition stage = state.blueprint().stage(name);
    if (instead != null && StageWork.isTold(stage)) {
      return new Given(arguments(state, stage.with(instead), attempt), null);
    }
    RunState seen = instead == null ? state : state.workingOn(instead);
    boolean told =
        switch (stage.kind()) {
          case AGENT, COMMITTEE, SUPERVISOR -> UserMessage.prompt(stage).isEmpty();
          default -> false;
        };
    if (!told) {
      return new Given(of(seen, name, attempt, contextTokens), null);
    }
    ContextAssembler.Assembled assembled = UserMessage.assemble(seen, contextTokens);
    return new Given(Json.object().put("message", assembled.message()), assembled.trace());
  }

  private static JsonNode message(
      RunState state, StageDefinition stage, int attempt, int contextTokens) {
    try {
      return Json.object().put("message", UserMessage.of(state, stage, attempt, contextTokens));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }

  private static JsonNode shown(RunState state, StageDefinition stage, int attempt) {
    try {
      return ApprovalContent.of(stage, state, state.variables(stage.name(), attempt));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }

  private static JsonNode arguments(RunState state, StageDefinition stage, int attempt) {
    JsonNode with = stage.with() == null ? stage.settings().get("value") : stage.with();
    if (with == null) {
      return Json.object();
    }
    try {
      return Expressions.interpolate(with, state.variables(stage.name(), attempt));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }
}
