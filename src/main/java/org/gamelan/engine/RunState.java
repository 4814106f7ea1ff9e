package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.workflow.Values;

/**
 * What a node knows of a task while it works on it: the task, what it is pinned to, and the latest
 * output of each stage. Immutable; each finished stage makes the next one. It lives only along a
 * chain of stages that one node runs after another; whoever takes a stage over reads it anew.
 */
public final class RunState {
  /**
   * The task itself.
   *
   * @param id its id
   * @param title in one line
   * @param description what is to be done
   * @param input the task's input, or null
   * @param complexity from 1 to 10
   * @param priority from 0 to 9
   * @param labels an array of words
   * @param source where its files are, or null
   * @param key the API key with which it was made, or null
   * @param memory what its agent instance remembered when it began; null without an instance
   */
  public record Task(
      UUID id,
      String title,
      String description,
      JsonNode input,
      int complexity,
      int priority,
      JsonNode labels,
      JsonNode source,
      UUID key,
      JsonNode memory) {

    /** Of no agent instance. */
    public Task(
        UUID id,
        String title,
        String description,
        JsonNode input,
        int complexity,
        int priority,
        JsonNode labels,
        JsonNode source,
        UUID key) {
      this(id, title, description, input, complexity, priority, labels, source, key, null);
    }
  }

  private final Task task;
  private final Blueprint blueprint;
  private final Map<String, JsonNode> outputs;
  private final Map<String, Object> values;
  private final Object taskValue;

  private RunState(
      Task task,
      Blueprint blueprint,
      Map<String, JsonNode> outputs,
      Map<String, Object> values,
      Object taskValue) {
    this.task = task;
    this.blueprint = blueprint;
    this.outputs = outputs;
    this.values = values;
    this.taskValue = taskValue;
  }

  public static RunState of(Task task, Blueprint blueprint, Map<String, JsonNode> outputs) {
    Map<String, Object> values = new LinkedHashMap<>();
    outputs.forEach((stage, output) -> values.put(stage, Values.of(output)));
    return new RunState(task, blueprint, outputs, values, taskValue(task));
  }

  public Task task() {
    return task;
  }

  public Blueprint blueprint() {
    return blueprint;
  }

  /** The latest output of each stage that succeeded, in the order they finished. */
  public Map<String, JsonNode> outputs() {
    return Collections.unmodifiableMap(outputs);
  }

  public RunState with(String stage, JsonNode output) {
    Map<String, JsonNode> more = new LinkedHashMap<>(outputs);
    more.remove(stage);
    more.put(stage, output);
    Map<String, Object> moreValues = new LinkedHashMap<>(values);
    moreValues.put(stage, Values.of(output));
    return new RunState(task, blueprint, more, moreValues, taskValue);
  }

  /** What expressions and prompts see. */
  public Map<String, Object> variables(int attempt, Object failure) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("task", taskValue);
    variables.put("input", Values.of(task.input()));
    variables.put("outputs", Collections.unmodifiableMap(values));
    variables.put("attempt", attempt);
    variables.put("failure", failure);
    variables.put("memory", task.memory() == null ? Map.of() : Values.of(memory()));
    return variables;
  }

  private JsonNode memory() {
    return InstanceMemory.whole(task.memory());
  }

  private static Object taskValue(Task task) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("id", task.id().toString());
    value.put("title", task.title());
    value.put("description", task.description());
    value.put("input", Values.of(task.input()));
    value.put("complexity", task.complexity());
    value.put("priority", task.priority());
    value.put("labels", Values.of(task.labels()));
    value.put("source", Values.of(task.source()));
    return Collections.unmodifiableMap(value);
  }
}
