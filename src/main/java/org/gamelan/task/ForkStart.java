package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import org.gamelan.engine.Blueprint;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.Suggestions;

/**
 * Where a fork begins and with what, found to be sound as far as the blueprint tells.
 *
 * @param stage the stage whose run is the first; a sub-workflow begins with its own first stage
 * @param title the fork's title
 * @param input the fork's input, or null when it has none
 * @param changed whether the input is another than the task's
 * @param current whether the definitions are not those the copies were made by
 * @param other whether what people decided on would be another: the input or the definitions are
 */
record ForkStart(
    String stage, String title, JsonNode input, boolean changed, boolean current, boolean other) {
  private static final String STAGE = "fromStage";

  /**
   * @throws InvalidInputException naming the field that cannot be accepted
   */
  static ForkStart of(ForkOrder order, Task source, Blueprint pinned, Blueprint blueprint) {
    requireStage(pinned, order.fromStage());
    requireStage(blueprint, order.fromStage());
    JsonNode given = TaskForks.given(order.input());
    JsonNode input = given == null ? source.input() : given;
    if (given != null || order.current()) {
      TaskChecks.checkInput(input, blueprint);
    }
    boolean changed = given != null && !given.equals(source.input());
    return new ForkStart(
        pinned.entry(order.fromStage()),
        title(order, source),
        input,
        changed,
        order.current(),
        changed || (order.current() && !blueprint.equals(pinned)));
  }

  static void requireStage(Blueprint blueprint, String stage) {
    if (stage == null || stage.isBlank()) {
      throw new InvalidInputException(STAGE, "is missing; name the stage to begin with");
    }
    if (!blueprint.stages().containsKey(stage)) {
      throw new InvalidInputException(
          STAGE,
          "workflow '%s' has no stage '%s'; its stages: %s"
              .formatted(
                  blueprint.workflow().name(),
                  stage,
                  Suggestions.list(blueprint.stages().keySet())));
    }
  }

  private static String title(ForkOrder order, Task source) {
    String title = order.title();
    if (title == null || title.isBlank()) {
      return source.title();
    }
    if (title.length() > NewTask.MAX_TITLE || title.indexOf('\0') >= 0) {
      throw new InvalidInputException(
          "title", "has to have at most " + NewTask.MAX_TITLE + " characters and no U+0000");
    }
    return title.strip();
  }
}
