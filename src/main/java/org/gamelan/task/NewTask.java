package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.workflow.Values;

/**
 * A task somebody wants done. Null stands for what was not given.
 *
 * @param title one line, at most 200 characters
 * @param description at most 20,000 characters
 * @param input fits the input schema of the workflow's first stage
 * @param complexity from 1 to 10, 5 by default
 * @param priority from 0 to 9, 5 by default; higher goes first
 * @param labels at most 20 words
 * @param deadline until when it is wanted
 * @param workflow name of a workflow
 * @param pipeline name of a pipeline
 * @param agent name of an agent that is to do it alone
 * @param source where its files are: {@code {path}} or {@code {git, ref}}
 * @param taskConfig id or name of the task config it is made of; its title is then the config's
 *     name unless another is given, and an agent may be named beside it
 * @param assignment through which assignment of that config it is done, or null for the one that
 *     was used longest ago of those whose agent takes the complexity and has a free place
 * @param assign {@code auto} to have an agent chosen by the task's complexity
 * @param skills what that agent has to be good at
 * @param prefer {@code fitness} to have the fittest of those chosen, null for the one that was
 *     given a task longest ago
 */
public record NewTask(
    String title,
    String description,
    JsonNode input,
    Integer complexity,
    Integer priority,
    List<String> labels,
    Instant deadline,
    String workflow,
    String pipeline,
    String agent,
    JsonNode source,
    String taskConfig,
    UUID assignment,
    String assign,
    List<String> skills,
    String prefer) {
  public static final int MAX_TITLE = 200;
  public static final int MAX_DESCRIPTION = 20_000;
  public static final int MAX_LABELS = 20;
  public static final int MAX_LABEL = 50;

  /** One of which nothing is given yet but its title, which may be null. */
  public static NewTaskBuilder titled(String title) {
    return new NewTaskBuilder().title(title);
  }

  /** The same, to be changed. */
  NewTaskBuilder change() {
    return new NewTaskBuilder()
        .title(title)
        .description(description)
        .input(input)
        .complexity(complexity)
        .priority(priority)
        .labels(labels)
        .deadline(deadline)
        .workflow(workflow)
        .pipeline(pipeline)
        .agent(agent)
        .source(source)
        .taskConfig(taskConfig)
        .assignment(assignment)
        .assign(assign)
        .skills(skills)
        .prefer(prefer);
  }

  /** What selection rules of pipelines see. */
  Map<String, Object> variables() {
    Map<String, Object> task = new HashMap<>();
    task.put("title", title);
    task.put("description", description);
    task.put("input", Values.of(input));
    task.put("complexity", complexity);
    task.put("priority", priority);
    task.put("labels", labels);
    task.put("source", Values.of(source));
    Map<String, Object> variables = new HashMap<>();
    variables.put("task", task);
    variables.put("input", Values.of(input));
    return variables;
  }
}
