package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.gamelan.failure.FieldError;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.json.Violation;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.manifest.Templates;
import org.gamelan.provider.ModelParameters;

/** Finds everything in a definition that cannot be, as the manifests' schema says it. */
final class AgentFaults {
  static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 2_000;
  private static final int MAX_WORD = 100;
  private static final int MAX_PROMPT = 200_000;
  static final int MAX_WORDS = 200;
  private static final int MAX_CAPACITY = 100_000;
  private static final int MAX_TOKENS = 10_000_000;
  private static final int MAX_SCHEMA = 200_000;
  private static final int MAX_SCHEMA_FAULTS = 10;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]*");
  private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9._-]*(@[0-9]{1,9})?");
  private static final Pattern TOOL = Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z][a-z0-9_-]*)*");
  private static final Templates TEMPLATES = new Templates();

  private final List<FieldError> errors = new ArrayList<>();

  private AgentFaults() {}

  static List<FieldError> of(AgentDefinition agent) {
    AgentFaults faults = new AgentFaults();
    faults.name("name", agent.name());
    faults.text("description", agent.description(), MAX_DESCRIPTION);
    faults.text("role", agent.role(), MAX_WORD);
    faults.prompt(agent.prompt());
    faults.model(agent.model());
    faults.parameters(agent.parameters());
    faults.tools(agent.tools());
    faults.skills(agent.skills());
    faults.schema("inputSchema", agent.inputSchema());
    faults.schema("outputSchema", agent.outputSchema());
    faults.complexity(agent.minComplexity(), agent.maxComplexity());
    faults.range("capacity", agent.capacity(), 1, MAX_CAPACITY);
    faults.fallback(agent);
    return faults.errors;
  }

  private void add(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  private void name(String field, String name) {
    if (name == null || name.isEmpty()) {
      add(field, "is missing");
    } else if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
      add(
          field,
          "must be a lower-case letter, then lower-case letters, digits, _ and -, at most "
              + MAX_NAME);
    }
  }

  private void text(String field, String text, int most) {
    if (text.length() > most) {
      add(field, "has " + text.length() + " characters; at most " + most + " fit");
    } else if (!Json.isStorable(text)) {
      add(field, "cannot hold U+0000 or half of a character");
    }
  }

  private void prompt(String prompt) {
    text("prompt", prompt, MAX_PROMPT);
    if (prompt.length() <= MAX_PROMPT) {
      TEMPLATES.findFault(prompt).ifPresent(fault -> add("prompt", fault.toString()));
    }
  }

  private void model(String model) {
    if (model != null && (model.length() > MAX_WORD || !MODEL.matcher(model).matches())) {
      add("model", "must be an alias, or alias@version");
    }
  }

  private void parameters(ModelParameters parameters) {
    Double temperature = parameters.temperature();
    if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
      add("parameters.temperature", "is " + temperature + "; it has to be from 0 to 2");
    }
    Double topP = parameters.topP();
    if (topP != null && !(topP > 0 && topP <= 1)) {
      add("parameters.topP", "is " + topP + "; it has to be above 0 and at most 1");
    }
    range("parameters.maxOutputTokens", parameters.maxOutputTokens(), 1, MAX_TOKENS);
  }

  private void tools(List<String> tools) {
    words("tools", tools);
    for (int i = 0; i < Math.min(MAX_WORDS, tools.size()); i++) {
      if (tools.get(i).length() > MAX_WORD || !TOOL.matcher(tools.get(i)).matches()) {
        add("tools." + i, "is no name of a tool: dotted segments such as files.read");
      }
    }
  }

  private void skills(List<String> skills) {
    words("skills", skills);
    for (int i = 0; i < Math.min(MAX_WORDS, skills.size()); i++) {
      String skill = skills.get(i);
      if (skill.isBlank() || skill.length() > MAX_WORD || !Json.isStorable(skill)) {
        add("skills." + i, "must have 1 to " + MAX_WORD + " characters");
      }
    }
  }

  private void words(String field, List<String> words) {
    if (words.size() > MAX_WORDS) {
      add(field, "has " + words.size() + " entries; at most " + MAX_WORDS + " fit");
    } else if (new HashSet<>(words).size() < words.size()) {
      add(field, "names one of them twice");
    }
  }

  private void schema(String field, JsonNode schema) {
    if (schema == null) {
      return;
    }
    if (!schema.isObject()) {
      add(field, "must be a JSON Schema 2020-12: an object");
      return;
    }
    if (Json.write(schema).length() > MAX_SCHEMA) {
      add(field, "is longer than " + MAX_SCHEMA + " characters");
      return;
    }
    List<Violation> problems = JsonSchema.findProblems(schema);
    for (Violation fault : problems.subList(0, Math.min(MAX_SCHEMA_FAULTS, problems.size()))) {
      add(field + fault.path().replace('/', '.'), fault.message());
    }
  }

  private void complexity(int min, int max) {
    range("minComplexity", min, AgentManifest.MIN_COMPLEXITY, AgentManifest.MAX_COMPLEXITY);
    range("maxComplexity", max, AgentManifest.MIN_COMPLEXITY, AgentManifest.MAX_COMPLEXITY);
    if (min > max) {
      add("minComplexity", "is " + min + ", above maxComplexity, " + max);
    }
  }

  private void range(String field, Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      add(field, "is " + value + "; it has to be from " + min + " to " + max);
    }
  }

  private void fallback(AgentDefinition agent) {
    if (agent.fallback() == null) {
      return;
    }
    name("fallback", agent.fallback());
    if (agent.fallback().equals(agent.name())) {
      add("fallback", "is the agent itself");
    }
  }
}
