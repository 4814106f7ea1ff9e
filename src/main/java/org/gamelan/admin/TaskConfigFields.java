package org.gamelan.admin;

import java.util.List;
import org.gamelan.assignment.TaskConfigDraft;
import org.gamelan.assignment.TaskConfigView;
import org.gamelan.failure.FieldError;

/** What stands in the form of a task config. */
public class TaskConfigFields {
  private String name;
  private String description;
  private String promptTemplate;
  private String inputSchema;
  private String outputSchema;
  private String examples;

  TaskConfigFields() {}

  static TaskConfigFields of(TaskConfigView view) {
    TaskConfigFields fields = new TaskConfigFields();
    fields.name = view.name();
    fields.description = view.description();
    fields.promptTemplate = view.promptTemplate();
    fields.inputSchema = JsonText.of(view.inputSchema());
    fields.outputSchema = JsonText.of(view.outputSchema());
    fields.examples = view.examples().isEmpty() ? "" : JsonText.of(view.examples());
    return fields;
  }

  /**
   * @param faults gets what is no JSON, with line and column
   */
  TaskConfigDraft draft(List<FieldError> faults) {
    return new TaskConfigDraft(
        name,
        description == null ? "" : description.replace("\r\n", "\n"),
        promptTemplate == null ? null : promptTemplate.replace("\r\n", "\n"),
        JsonText.read("inputSchema", inputSchema, faults),
        JsonText.read("outputSchema", outputSchema, faults),
        JsonText.read("examples", examples, faults));
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name;
  }

  public String getDescription() {
    return description;
  }

  public void setDescription(String description) {
    this.description = description;
  }

  public String getPromptTemplate() {
    return promptTemplate;
  }

  public void setPromptTemplate(String promptTemplate) {
    this.promptTemplate = promptTemplate;
  }

  public String getInputSchema() {
    return inputSchema;
  }

  public void setInputSchema(String inputSchema) {
    this.inputSchema = inputSchema;
  }

  public String getOutputSchema() {
    return outputSchema;
  }

  public void setOutputSchema(String outputSchema) {
    this.outputSchema = outputSchema;
  }

  public String getExamples() {
    return examples;
  }

  public void setExamples(String examples) {
    this.examples = examples;
  }
}
