package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageKind;

/** Stages that only look at what is there: input, output and decision. */
@ApplicationScoped
class PlainStages implements StageRunner {
  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.INPUT, StageKind.OUTPUT, StageKind.DECISION);
  }

  @Override
  public StageOutcome run(StageWork work) {
    JsonNode output =
        switch (work.stage().kind()) {
          case INPUT -> input(work);
          case DECISION -> decision(work);
          default -> output(work);
        };
    return StageOutcome.succeeded(output);
  }

  /** The task's input; its schema was checked when the task was created. */
  private static JsonNode input(StageWork work) {
    JsonNode input = work.state().task().input();
    return input == null ? Json.object() : input;
  }

  private static JsonNode decision(StageWork work) {
    JsonNode value = work.stage().settings().path("value");
    if (!value.isTextual()) {
      throw new GamelanException(
          FailureKind.BAD_EXPRESSION, "Decision '" + work.stage().name() + "' has no value.");
    }
    return Json.object().set("value", Expressions.interpolate(value, work.variables()));
  }

  private static JsonNode output(StageWork work) {
    if (work.stage().with() != null) {
      return Expressions.interpolate(work.stage().with(), work.variables());
    }
    return work.state().latestOutput();
  }
}
