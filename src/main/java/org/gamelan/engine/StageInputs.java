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
   * @param contextTokens the budget in force
   */
  public static JsonNode of(RunState state, String name, int contextTokens) {
    StageDefinition stage = state.blueprint().stage(name);
    return switch (stage.kind()) {
      case INPUT -> state.task().input() == null ? Json.object() : state.task().input();
      case AGENT, COMMITTEE, SUPERVISOR -> message(state, stage, contextTokens);
      case APPROVAL -> shown(state, stage);
      default -> arguments(state, stage);
    };
  }

  /**
   * The input of a stage that was overridden.
   *
   * @param instead what took the place of its own input, or null
   */
  public static JsonNode of(RunState state, String name, JsonNode instead, int contextTokens) {
    if (instead == null) {
      return of(state, name, contextTokens);
    }
    StageDefinition stage = state.blueprint().stage(name);
    return StageWork.isTold(stage)
        ? arguments(state, stage.with(instead))
        : of(state.workingOn(instead), name, contextTokens);
  }

  private static JsonNode message(RunState state, StageDefinition stage, int contextTokens) {
    try {
      return Json.object().put("message", UserMessage.of(state, stage, contextTokens));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }

  private static JsonNode shown(RunState state, StageDefinition stage) {
    try {
      return ApprovalContent.of(stage, state, state.variables(1, null));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }

  private static JsonNode arguments(RunState state, StageDefinition stage) {
    JsonNode with = stage.with() == null ? stage.settings().get("value") : stage.with();
    if (with == null) {
      return Json.object();
    }
    try {
      return Expressions.interpolate(with, state.variables(1, null));
    } catch (GamelanException e) {
      return Json.object().put("problem", e.getMessage());
    }
  }
}
