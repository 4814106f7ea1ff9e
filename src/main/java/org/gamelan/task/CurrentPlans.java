package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.InvalidInputException;

/** What tasks that were done by earlier definitions would be done by today. */
@ApplicationScoped
class CurrentPlans {
  private final Definitions definitions;
  private final TaskConfigs configs;

  protected CurrentPlans() {
    this(null, null);
  }

  @Inject
  CurrentPlans(Definitions definitions, TaskConfigs configs) {
    this.definitions = definitions;
    this.configs = configs;
  }

  /**
   * The definitions in force for what a task went through.
   *
   * @param field the field that asks for them, for the message
   * @throws InvalidInputException when they are gone
   */
  Blueprint of(Task task, String field) {
    try {
      if (task.taskConfig() != null) {
        TaskConfigView config =
            configs
                .find(task.taskConfig())
                .orElseThrow(
                    () ->
                        new InvalidInputException(
                            field, "there is no task config '" + task.taskConfig() + "' any more"));
        return definitions
            .planOfConfig(task.agent(), config.promptTemplate(), config.outputSchema())
            .blueprint();
      }
      String workflow = task.agent() == null && task.pipeline() == null ? task.workflow() : null;
      return definitions.plan(workflow, task.pipeline(), task.agent(), Map::of).blueprint();
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          field, "what the task went through is not there to be used now: " + e.getMessage());
    }
  }
}
