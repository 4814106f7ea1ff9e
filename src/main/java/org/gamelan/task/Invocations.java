package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.Blueprint;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.security.Caller;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.tool.ToolSite;
import org.gamelan.tool.Tools;

/** Calls of tools that people make themselves, to try them out or to help a task. */
@ApplicationScoped
public class Invocations {
  /** The longest such a call may take. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private final Tools tools;
  private final TaskQueries tasks;

  protected Invocations() {
    this(null, null);
  }

  @Inject
  public Invocations(Tools tools, TaskQueries tasks) {
    this.tools = tools;
    this.tasks = tasks;
  }

  /**
   * What came of a call.
   *
   * @param output what the tool answered, or null when it failed
   * @param kind how it failed, or null
   * @param message why it failed, or null
   * @param duration how long it took
   */
  public record Result(JsonNode output, FailureKind kind, String message, Duration duration) {}

  /**
   * Calls a tool on behalf of a person.
   *
   * @param arguments a JSON object; null stands for an empty one
   * @param task the task whose source and policy it gets, or null
   * @param confirmed whether the person has confirmed that it acts outside, or does what policy
   *     asks a person for
   * @throws NotFoundException when there is no such tool or task
   * @throws InvalidInputException naming every argument that does not fit, or {@code confirm} where
   *     that is missing
   * @throws GamelanException of kind {@code not-permitted} when policy denies it
   */
  public Result invoke(
      String name, JsonNode arguments, UUID task, boolean confirmed, Caller caller) {
    ToolDefinition tool = tools.find(name).orElseThrow(() -> new NotFoundException("tool", name));
    JsonNode given = arguments == null || arguments.isNull() ? Json.object() : arguments;
    List<FieldError> errors = new ArrayList<>();
    tools
        .violations(name, given)
        .forEach(found -> errors.add(new FieldError("arguments" + found.path(), found.message())));
    if (tool.effect() == ToolEffect.EXTERNAL && !confirmed) {
      errors.add(
          new FieldError("confirm", "must be true, as this tool acts outside and is not undone"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    Optional<Task> found = Optional.ofNullable(task).map(tasks::require);
    ToolContext context =
        new ToolContext(
            task,
            null,
            null,
            found.map(Task::source).orElse(null),
            LONGEST,
            new ToolSite(
                caller.name(),
                null,
                layers(task),
                consent(confirmed, caller),
                ToolSite.Intent.NONE));
    return call(name, given, context);
  }

  /** Whatever any stage of the task is held to. */
  private List<PolicyLayer> layers(UUID task) {
    if (task == null) {
      return List.of();
    }
    Blueprint blueprint = tasks.blueprint(task);
    return blueprint.stages().keySet().stream()
        .flatMap(stage -> blueprint.layers(stage, null).stream())
        .distinct()
        .toList();
  }

  private Result call(String name, JsonNode arguments, ToolContext context) {
    long begin = System.nanoTime();
    try {
      JsonNode output = tools.call(name, arguments, context);
      return new Result(output, null, null, since(begin));
    } catch (GamelanException e) {
      if (e.kind() == FailureKind.NOT_PERMITTED || e instanceof InvalidInputException) {
        throw e;
      }
      return new Result(null, e.kind(), e.getMessage(), since(begin));
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Who calls it is a person already, and need only say that they mean it. */
  private static ToolConsent consent(boolean confirmed, Caller caller) {
    return new ToolConsent() {
      @Override
      public Optional<Answer> answer(Question asked) {
        return confirmed
            ? Optional.of(new Answer(true, caller.name(), "confirmed"))
            : Optional.empty();
      }

      @Override
      public GamelanException ask(Question question) {
        return new InvalidInputException(
            "confirm", "must be true for this call. " + question.why().reason());
      }
    };
  }
}
