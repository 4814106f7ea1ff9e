package org.gamelan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Puts a {@link NewTask} together; what is not given stays null. */
public final class NewTaskBuilder {
  private String title;
  private String description;
  private JsonNode input;
  private Integer complexity;
  private Integer priority;
  private List<String> labels;
  private Instant deadline;
  private String workflow;
  private String pipeline;
  private String agent;
  private JsonNode source;
  private String taskConfig;
  private UUID assignment;
  private String assign;
  private List<String> skills;
  private String prefer;

  NewTaskBuilder() {}

  public NewTaskBuilder title(String given) {
    title = given;
    return this;
  }

  public NewTaskBuilder description(String given) {
    description = given;
    return this;
  }

  public NewTaskBuilder input(JsonNode given) {
    input = given;
    return this;
  }

  public NewTaskBuilder complexity(Integer given) {
    complexity = given;
    return this;
  }

  public NewTaskBuilder priority(Integer given) {
    priority = given;
    return this;
  }

  public NewTaskBuilder labels(List<String> given) {
    labels = given;
    return this;
  }

  public NewTaskBuilder deadline(Instant given) {
    deadline = given;
    return this;
  }

  public NewTaskBuilder workflow(String given) {
    workflow = given;
    return this;
  }

  public NewTaskBuilder pipeline(String given) {
    pipeline = given;
    return this;
  }

  public NewTaskBuilder agent(String given) {
    agent = given;
    return this;
  }

  public NewTaskBuilder source(JsonNode given) {
    source = given;
    return this;
  }

  public NewTaskBuilder taskConfig(String given) {
    taskConfig = given;
    return this;
  }

  public NewTaskBuilder assignment(UUID given) {
    assignment = given;
    return this;
  }

  public NewTaskBuilder assign(String given) {
    assign = given;
    return this;
  }

  public NewTaskBuilder skills(List<String> given) {
    skills = given;
    return this;
  }

  public NewTaskBuilder prefer(String given) {
    prefer = given;
    return this;
  }

  /** What was put together. Nothing of it is checked yet. */
  public NewTask build() {
    return new NewTask(
        title,
        description,
        input,
        complexity,
        priority,
        labels,
        deadline,
        workflow,
        pipeline,
        agent,
        source,
        taskConfig,
        assignment,
        assign,
        skills,
        prefer);
  }
}
