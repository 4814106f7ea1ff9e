package org.gamelan.admin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gamelan.agent.AgentBuilder;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.failure.FieldError;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.Models;

/** What stands in the form of an agent; numbers as they were written, so that all can be told. */
public class AgentFields {
  private String name = "";
  private String description = "";
  private String role = "";
  private String prompt = "";
  private String model = Models.DEFAULT_ALIAS;
  private String temperature = "";
  private String topP = "";
  private String maxOutputTokens = "";
  private String seed = "";
  private String skills = "";
  private String inputSchema = "";
  private String outputSchema = "";
  private String minComplexity = Integer.toString(AgentManifest.MIN_COMPLEXITY);
  private String maxComplexity = Integer.toString(AgentManifest.MAX_COMPLEXITY);
  private String capacity = "";
  private String fallback = "";
  private List<String> tools = List.of();
  private boolean enabled = true;

  AgentFields() {}

  static AgentFields of(AgentDefinition agent) {
    AgentFields fields = new AgentFields();
    fields.name = agent.name();
    fields.description = agent.description();
    fields.role = agent.role();
    fields.prompt = agent.prompt();
    fields.model = agent.model() == null ? Models.DEFAULT_ALIAS : agent.model();
    fields.temperature = text(agent.parameters().temperature());
    fields.topP = text(agent.parameters().topP());
    fields.maxOutputTokens = text(agent.parameters().maxOutputTokens());
    fields.seed = text(agent.parameters().seed());
    fields.skills = String.join(", ", agent.skills());
    fields.inputSchema = JsonText.of(agent.inputSchema());
    fields.outputSchema = JsonText.of(agent.outputSchema());
    fields.minComplexity = text(agent.minComplexity());
    fields.maxComplexity = text(agent.maxComplexity());
    fields.capacity = text(agent.capacity());
    fields.fallback = agent.fallback() == null ? "" : agent.fallback();
    fields.tools = agent.tools();
    fields.enabled = agent.enabled();
    return fields;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  /** How a model is to answer, in one line. */
  static String describe(ModelParameters parameters) {
    return Stream.of(
            said("temperature", parameters.temperature()),
            said("top p", parameters.topP()),
            said("at most tokens", parameters.maxOutputTokens()),
            said("seed", parameters.seed()))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String said(String name, Object value) {
    return value == null ? "" : name + " " + value;
  }

  /**
   * @param known the name, or what stands in the form
   * @param faults gets what is no number and no JSON
   */
  AgentBuilder draft(String known, List<FieldError> faults) {
    Integer min = whole("minComplexity", minComplexity, faults);
    Integer max = whole("maxComplexity", maxComplexity, faults);
    return AgentBuilder.named(known)
        .withDescription(lines(description))
        .withRole(role)
        .withPrompt(lines(prompt))
        .withModel(model.isEmpty() || model.equals(Models.DEFAULT_ALIAS) ? null : model)
        .withParameters(
            new ModelParameters(
                decimal("parameters.temperature", temperature, faults),
                whole("parameters.maxOutputTokens", maxOutputTokens, faults),
                decimal("parameters.topP", topP, faults),
                whole("parameters.seed", seed, faults)))
        .withTools(tools)
        .withSkills(words(skills))
        .withInputSchema(JsonText.read("inputSchema", inputSchema, faults))
        .withOutputSchema(JsonText.read("outputSchema", outputSchema, faults))
        .withComplexity(
            min == null ? AgentManifest.MIN_COMPLEXITY : min,
            max == null ? AgentManifest.MAX_COMPLEXITY : max)
        .withCapacity(whole("capacity", capacity, faults))
        .withFallback(fallback.isEmpty() ? null : fallback)
        .withEnabled(enabled);
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
  }

  private static Integer whole(String field, String text, List<FieldError> faults) {
    return number(field, text, "has to be a whole number", Integer::valueOf, faults);
  }

  private static Double decimal(String field, String text, List<FieldError> faults) {
    return number(
        field,
        text,
        "has to be a number such as 0.7",
        given -> new BigDecimal(given).doubleValue(),
        faults);
  }

  private static <N> N number(
      String field, String text, String fault, Function<String, N> read, List<FieldError> faults) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return read.apply(text.strip());
    } catch (NumberFormatException e) {
      faults.add(new FieldError(field, fault));
      return null;
    }
  }

  public String getName() {
    return name;
  }

  public void setName(String name) {
    this.name = name == null ? "" : name.strip();
  }

  public String getDescription() {
    return description;
  }

  public void setDescription(String description) {
    this.description = description == null ? "" : description;
  }

  public String getRole() {
    return role;
  }

  public void setRole(String role) {
    this.role = role == null ? "" : role.strip();
  }

  public String getPrompt() {
    return prompt;
  }

  public void setPrompt(String prompt) {
    this.prompt = prompt == null ? "" : prompt;
  }

  public String getModel() {
    return model;
  }

  public void setModel(String model) {
    this.model = model == null ? "" : model.strip();
  }

  public String getTemperature() {
    return temperature;
  }

  public void setTemperature(String temperature) {
    this.temperature = temperature == null ? "" : temperature.strip();
  }

  public String getTopP() {
    return topP;
  }

  public void setTopP(String topP) {
    this.topP = topP == null ? "" : topP.strip();
  }

  public String getMaxOutputTokens() {
    return maxOutputTokens;
  }

  public void setMaxOutputTokens(String maxOutputTokens) {
    this.maxOutputTokens = maxOutputTokens == null ? "" : maxOutputTokens.strip();
  }

  public String getSeed() {
    return seed;
  }

  public void setSeed(String seed) {
    this.seed = seed == null ? "" : seed.strip();
  }

  public String getSkills() {
    return skills;
  }

  public void setSkills(String skills) {
    this.skills = skills == null ? "" : skills.strip();
  }

  public String getInputSchema() {
    return inputSchema;
  }

  public void setInputSchema(String inputSchema) {
    this.inputSchema = inputSchema == null ? "" : inputSchema;
  }

  public String getOutputSchema() {
    return outputSchema;
  }

  public void setOutputSchema(String outputSchema) {
    this.outputSchema = outputSchema == null ? "" : outputSchema;
  }

  public String getMinComplexity() {
    return minComplexity;
  }

  public void setMinComplexity(String minComplexity) {
    this.minComplexity = minComplexity == null ? "" : minComplexity.strip();
  }

  public String getMaxComplexity() {
    return maxComplexity;
  }

  public void setMaxComplexity(String maxComplexity) {
    this.maxComplexity = maxComplexity == null ? "" : maxComplexity.strip();
  }

  public String getCapacity() {
    return capacity;
  }

  public void setCapacity(String capacity) {
    this.capacity = capacity == null ? "" : capacity.strip();
  }

  public String getFallback() {
    return fallback;
  }

  public void setFallback(String fallback) {
    this.fallback = fallback == null ? "" : fallback.strip();
  }

  public List<String> getTools() {
    return tools;
  }

  void setTools(String[] chosen) {
    tools = chosen == null ? List.of() : new ArrayList<>(Arrays.asList(chosen));
  }

  public boolean isEnabled() {
    return enabled;
  }

  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }
}
