package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.InputSchemas;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaCache;
import org.gamelan.json.Violation;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workspace.SourceFolders;

/** Checks what people ask for before anything is stored, all fields at once. */
@ApplicationScoped
public class TaskChecks {
  private static final int MIDDLE = 5;

  private final SourceFolders sources;

  protected TaskChecks() {
    this(null);
  }

  @Inject
  public TaskChecks(SourceFolders sources) {
    this.sources = sources;
  }

  /** The task with its defaults filled in. */
  NewTask check(NewTask task) {
    List<FieldError> errors = new ArrayList<>();
    checkTexts(task, errors);
    checkRange("complexity", task.complexity(), 1, 10, errors);
    checkRange("priority", task.priority(), 0, 9, errors);
    checkLabels(task, errors);
    long routes =
        Stream.of(task.workflow(), task.pipeline(), task.agent()).filter(n -> n != null).count();
    if (routes > 1) {
      errors.add(
          new FieldError(
              task.pipeline() == null ? "workflow" : "pipeline",
              "only one of workflow, pipeline and agent can be given"));
    }
    checkConfig(task, errors);
    checkAssign(task, errors);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    if (isGiven(task.source())) {
      sources.check(task.source());
    }
    return withDefaults(task);
  }

  private static void checkConfig(NewTask task, List<FieldError> errors) {
    if (task.taskConfig() == null && task.assignment() != null) {
      errors.add(new FieldError("assignment", "has a meaning only together with taskConfig"));
    } else if (task.taskConfig() != null && (task.workflow() != null || task.pipeline() != null)) {
      errors.add(
          new FieldError(
              "taskConfig", "cannot go through a workflow or pipeline; leave those out"));
    }
  }

  private static void checkAssign(NewTask task, List<FieldError> errors) {
    List<String> skills = task.skills() == null ? List.of() : task.skills();
    if (task.prefer() != null && !task.prefer().equals(Wish.FITNESS)) {
      errors.add(new FieldError("prefer", "can only be '" + Wish.FITNESS + "', or be left out"));
    } else if (task.prefer() != null && task.assign() == null) {
      errors.add(
          new FieldError("prefer", "has a meaning only together with assign; set it to auto"));
    }
    if (task.assign() == null) {
      if (!skills.isEmpty()) {
        errors.add(
            new FieldError("skills", "have a meaning only together with assign; set it to auto"));
      }
      return;
    }
    if (!task.assign().equals(Wish.AUTO)) {
      errors.add(
          new FieldError(
              "assign", "can only be '" + Wish.AUTO + "'; to choose an agent name it in agent"));
    }
    if (Stream.of(task.workflow(), task.pipeline(), task.agent(), task.taskConfig())
        .anyMatch(name -> name != null)) {
      errors.add(
          new FieldError(
              "assign",
              "chooses the agent; leave workflow, pipeline, agent and taskConfig out beside it"));
    }
    if (skills.size() > Wish.MAX_SKILLS) {
      errors.add(
          new FieldError("skills", "at most " + Wish.MAX_SKILLS + " skills can be asked for"));
    }
    if (!skills.stream().allMatch(TaskChecks::isSkill)) {
      errors.add(
          new FieldError(
              "skills",
              "a skill has 1 to " + Wish.MAX_SKILL + " characters and no comma or control"));
    }
  }

  private static boolean isSkill(String skill) {
    return skill != null
        && !skill.isBlank()
        && skill.length() <= Wish.MAX_SKILL
        && skill.chars().noneMatch(c -> c == ',' || Character.isISOControl(c));
  }

  private static void checkTexts(NewTask task, List<FieldError> errors) {
    if (task.title() == null || task.title().isBlank()) {
      errors.add(new FieldError("title", "is missing; say in one line what is to be done"));
    } else if (task.title().length() > NewTask.MAX_TITLE) {
      errors.add(new FieldError("title", "has more than " + NewTask.MAX_TITLE + " characters"));
    }
    String description = task.description();
    if (description != null && description.length() > NewTask.MAX_DESCRIPTION) {
      errors.add(
          new FieldError(
              "description", "has more than " + NewTask.MAX_DESCRIPTION + " characters"));
    }
    if (hasNul(task.title()) || hasNul(description)) {
      errors.add(new FieldError("title", "title and description cannot hold U+0000"));
    }
  }

  private static boolean hasNul(String text) {
    return text != null && text.indexOf('\0') >= 0;
  }

  private static void checkRange(
      String field, Integer value, int min, int max, List<FieldError> errors) {
    if (value != null && (value < min || value > max)) {
      errors.add(
          new FieldError(field, "is " + value + "; it has to be from " + min + " to " + max));
    }
  }

  private static void checkLabels(NewTask task, List<FieldError> errors) {
    List<String> labels = task.labels() == null ? List.of() : task.labels();
    if (labels.size() > NewTask.MAX_LABELS) {
      errors.add(new FieldError("labels", "at most " + NewTask.MAX_LABELS + " labels fit"));
    }
    for (String label : labels) {
      if (label == null || label.isBlank() || label.length() > NewTask.MAX_LABEL || hasNul(label)) {
        errors.add(
            new FieldError("labels", "a label has 1 to " + NewTask.MAX_LABEL + " characters"));
        return;
      }
    }
  }

  private static boolean isGiven(JsonNode node) {
    return node != null && !node.isNull();
  }

  private static NewTask withDefaults(NewTask task) {
    return task.change()
        .title(task.title().strip())
        .description(task.description() == null ? "" : task.description())
        .input(isGiven(task.input()) ? task.input() : null)
        .complexity(task.complexity() == null ? MIDDLE : task.complexity())
        .priority(task.priority() == null ? MIDDLE : task.priority())
        .labels(task.labels() == null ? List.of() : List.copyOf(task.labels()))
        .source(isGiven(task.source()) ? task.source() : null)
        .skills(task.skills() == null ? List.of() : List.copyOf(task.skills()))
        .build();
  }

  /**
   * The first stage names the schema that the task's input has to fit; an agent that does a task
   * alone has it itself.
   */
  static void checkInput(JsonNode given, Blueprint blueprint) {
    StageDefinition start = blueprint.stage(blueprint.start());
    List<Violation> violations = new ArrayList<>(InputSchemas.violations(blueprint, start, given));
    if (start.kind() == StageKind.INPUT && start.inputSchema() == null) {
      violations.addAll(passedOn(given, blueprint, start.outputSchema()));
    }
    if (!violations.isEmpty()) {
      throw new InvalidInputException(
          violations.stream()
              .map(found -> new FieldError("input" + found.path(), found.message()))
              .toList());
    }
  }

  /** What an input stage takes is what it answers. */
  private static List<Violation> passedOn(JsonNode given, Blueprint blueprint, String schema) {
    JsonNode input = given == null ? Json.object() : given;
    return schema == null
        ? List.of()
        : SchemaCache.of(blueprint.schemas().get(schema)).validate(input);
  }
}
