package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.assignment.Assignments;
import org.gamelan.assignment.Conformity;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.assignment.Prompts;
import org.gamelan.assignment.Seat;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.assignment.TaskConfigs;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Plan;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;

/** Decides how a task that somebody asks for is done, before anything of it is stored. */
@ApplicationScoped
class TaskOrders {
  private final TaskChecks checks;
  private final Definitions definitions;
  private final TaskConfigs configs;
  private final Assignments assignments;

  protected TaskOrders() {
    this(null, null, null, null);
  }

  @Inject
  TaskOrders(
      TaskChecks checks, Definitions definitions, TaskConfigs configs, Assignments assignments) {
    this.checks = checks;
    this.definitions = definitions;
    this.configs = configs;
    this.assignments = assignments;
  }

  /**
   * @throws InvalidInputException naming every field that cannot be accepted
   */
  TaskOrder of(NewTask task) {
    if (task.taskConfig() != null) {
      return ofConfig(task);
    }
    NewTask checked = checks.check(task);
    Plan plan =
        checked.assign() == null
            ? definitions.plan(
                checked.workflow(), checked.pipeline(), checked.agent(), checked::variables)
            : Definitions.planOfAnyAgent();
    TaskChecks.checkInput(checked.input(), plan.blueprint());
    return new TaskOrder(checked, plan, wish(checked, plan), null, Optional.empty());
  }

  private static Wish wish(NewTask task, Plan plan) {
    if (plan.isForAnyAgent()) {
      return Wish.FITNESS.equals(task.prefer())
          ? Wish.best(task.complexity(), task.skills())
          : Wish.any(task.complexity(), task.skills());
    }
    return plan.agent() == null ? null : Wish.named(plan.agent());
  }

  private TaskOrder ofConfig(NewTask task) {
    TaskConfigView config =
        configs
            .find(task.taskConfig())
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "taskConfig", "there is no task config '" + task.taskConfig() + "'"));
    NewTask checked = checks.check(titled(task, config.name()));
    List<FieldError> faults = Conformity.faults("input", config.inputSchema(), checked.input());
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    Optional<Seat> seat =
        assignments.seat(config, checked.agent(), checked.assignment(), checked.complexity());
    String agent = seat.map(Seat::agent).orElse(checked.agent());
    Plan plan = definitions.planOfConfig(agent, config.promptTemplate(), config.outputSchema());
    checkPrompt(checked, config, seat.map(Seat::memory).orElseGet(InstanceMemory::empty));
    return new TaskOrder(checked, plan, Wish.named(agent), config.name(), seat);
  }

  private static NewTask titled(NewTask task, String name) {
    return task.title() == null || task.title().isBlank()
        ? task.change().title(name).build()
        : task;
  }

  /** A prompt that cannot be filled in is told to who asks, not to who looks for the task later. */
  private static void checkPrompt(NewTask task, TaskConfigView config, JsonNode memory) {
    Map<String, ?> variables =
        Prompts.variables(task.title(), task.description(), task.input(), memory);
    Prompts.findFault(config.promptTemplate(), variables)
        .ifPresent(
            fault -> {
              throw new InvalidInputException(
                  "input",
                  "the prompt template of '%s' cannot be filled in with it: %s"
                      .formatted(config.name(), fault));
            });
  }
}
