package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.gamelan.json.Json;

/** A reusable kind of task: what the agent is told, and what goes in and comes out. */
@Entity
@Table(name = "task_config")
public class TaskConfig {
  @Id private UUID id;
  private String name;
  private String description;

  @Column(name = "prompt_template")
  private String promptTemplate;

  @Column(name = "input_schema")
  private String inputSchema;

  @Column(name = "output_schema")
  private String outputSchema;

  private String examples;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Version private int version;

  protected TaskConfig() {}

  TaskConfig(UUID id, Instant now) {
    this.id = id;
    this.createdAt = now;
  }

  /** Takes over a draft that has passed its checks. */
  void describe(TaskConfigDraft draft, Instant now) {
    name = draft.name();
    description = draft.description();
    promptTemplate = draft.promptTemplate();
    inputSchema = write(draft.inputSchema());
    outputSchema = write(draft.outputSchema());
    examples = write(draft.examples());
    updatedAt = now;
  }

  private static String write(JsonNode document) {
    return document == null ? null : Json.write(document);
  }

  private static JsonNode read(String text) {
    return text == null ? null : Json.parseOwn(text);
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  int version() {
    return version;
  }

  TaskConfigView view() {
    return new TaskConfigView(
        id,
        name,
        description,
        promptTemplate,
        read(inputSchema),
        read(outputSchema),
        read(examples),
        version,
        createdAt,
        updatedAt);
  }

  @Override
  public String toString() {
    return "TaskConfig[" + name + "]";
  }
}
