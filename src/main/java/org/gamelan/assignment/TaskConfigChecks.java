package org.gamelan.assignment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.TemplateFault;

/** Checks task configs before they are stored, all fields at once. */
public final class TaskConfigChecks {
  public static final int MAX_NAME = 63;
  public static final int MAX_DESCRIPTION = 2_000;
  public static final int MAX_PROMPT = 20_000;
  public static final int MAX_SCHEMA_BYTES = 32_768;
  public static final int MAX_EXAMPLES = 20;
  public static final int MAX_EXAMPLES_BYTES = 65_536;
  public static final int MAX_EXAMPLE_NAME = 100;

  private static final Set<String> EXAMPLE_KEYS = Set.of("name", "input", "output");

  private final List<FieldError> errors = new ArrayList<>();

  private TaskConfigChecks() {}

  /**
   * The draft with its defaults filled in.
   *
   * @throws InvalidInputException with every fault
   */
  static TaskConfigDraft check(TaskConfigDraft draft) {
    TaskConfigDraft full = withDefaults(draft);
    List<FieldError> errors = faults(full);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return full;
  }

  /** Every fault of a draft; behind a field's name stands a JSON pointer into it. */
  public static List<FieldError> findFaults(TaskConfigDraft draft) {
    return faults(withDefaults(draft));
  }

  private static TaskConfigDraft withDefaults(TaskConfigDraft draft) {
    return new TaskConfigDraft(
        draft.name() == null ? null : draft.name().strip(),
        draft.description() == null ? "" : draft.description(),
        draft.promptTemplate(),
        given(draft.inputSchema()),
        given(draft.outputSchema()),
        given(draft.examples()) == null ? Json.array() : draft.examples());
  }

  private static JsonNode given(JsonNode node) {
    return node == null || node.isNull() ? null : node;
  }

  private static List<FieldError> faults(TaskConfigDraft draft) {
    TaskConfigChecks checks = new TaskConfigChecks();
    checks.checkTexts(draft);
    boolean sound = checks.checkSchema("inputSchema", draft.inputSchema());
    sound &= checks.checkSchema("outputSchema", draft.outputSchema());
    if (checks.checkShape(draft.examples()) && sound) {
      checks.checkExamples(draft);
    }
    return List.copyOf(checks.errors);
  }

  private void checkTexts(TaskConfigDraft draft) {
    String name = draft.name();
    if (name == null || !name.matches("[a-z][a-z0-9_-]{0," + (MAX_NAME - 1) + "}")) {
      add("name", "must begin with a-z and have at most 63 of a-z, 0-9, '-' and '_'");
    }
    if (draft.description().length() > MAX_DESCRIPTION) {
      add("description", "has more than " + MAX_DESCRIPTION + " characters");
    } else if (!Json.isStorable(draft.description())) {
      add("description", "holds U+0000 or half of a surrogate pair; take it out");
    }
    templateFault(draft.promptTemplate()).ifPresent(fault -> add("promptTemplate", fault));
  }

  /** What is wrong with a prompt template as it is written, if anything. */
  public static Optional<String> templateFault(String template) {
    if (template == null || template.isBlank()) {
      return Optional.of("is missing; write what the agent is told, with {{ input }} in it");
    } else if (template.length() > MAX_PROMPT) {
      return Optional.of("has more than " + MAX_PROMPT + " characters");
    } else if (!Json.isStorable(template)) {
      return Optional.of("holds U+0000 or half of a surrogate pair; take it out");
    }
    // Of what the input holds nothing is known here, so only what holds for any input counts.
    return Prompts.findFault(
            template, Prompts.variables("", "", Json.object(), InstanceMemory.empty()))
        .filter(fault -> !fault.ofData())
        .or(() -> Prompts.findUnknown(template))
        .map(TaskConfigChecks::told);
  }

  private static String told(TemplateFault fault) {
    String hint =
        fault.message().startsWith("there is no variable")
            ? "; a prompt template sees input, task and memory"
            : fault.message().endsWith("in 'task'") ? "; it has " + Prompts.ofTask() : "";
    return fault + hint;
  }

  private boolean checkSchema(String field, JsonNode schema) {
    List<FieldError> faults = schemaFaults(field, schema);
    errors.addAll(faults);
    return faults.isEmpty();
  }

  /** What is wrong with a schema, each fault with a JSON pointer behind the field's name. */
  public static List<FieldError> schemaFaults(String field, JsonNode schema) {
    if (schema == null) {
      return List.of();
    } else if (!schema.isObject()) {
      return List.of(new FieldError(field, "must be a JSON Schema: a JSON object"));
    } else if (bytes(schema) > MAX_SCHEMA_BYTES) {
      return List.of(new FieldError(field, "has more than " + MAX_SCHEMA_BYTES + " bytes"));
    }
    return JsonSchema.findProblems(schema).stream()
        .map(problem -> new FieldError(field + problem.path(), problem.message()))
        .toList();
  }

  private boolean checkShape(JsonNode examples) {
    int before = errors.size();
    if (!examples.isArray()) {
      add("examples", "must be a list of {name, input, output}");
      return false;
    }
    if (examples.size() > MAX_EXAMPLES) {
      add("examples", "has " + examples.size() + " entries; at most " + MAX_EXAMPLES + " fit");
    }
    if (bytes(examples) > MAX_EXAMPLES_BYTES) {
      add("examples", "has more than " + MAX_EXAMPLES_BYTES + " bytes");
    }
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < Math.min(examples.size(), MAX_EXAMPLES); i++) {
      checkEntry("examples/" + i, examples.get(i), names);
    }
    return errors.size() == before;
  }

  private void checkEntry(String place, JsonNode example, Set<String> names) {
    if (!example.isObject()) {
      add(place, "must be an object with name, input and output");
      return;
    }
    for (String key : iterable(example)) {
      if (!EXAMPLE_KEYS.contains(key)) {
        add(Json.pointer(place, key), "is unknown; an example has name, input and output");
      }
    }
    String name = example.path("name").asText("");
    if (name.isBlank() || name.length() > MAX_EXAMPLE_NAME) {
      add(place + "/name", "must have 1 to " + MAX_EXAMPLE_NAME + " characters");
    } else if (!names.add(name)) {
      add(place + "/name", "is the name of another example");
    }
  }

  private static Iterable<String> iterable(JsonNode object) {
    return object::fieldNames;
  }

  private void checkExamples(TaskConfigDraft draft) {
    ArrayNode examples = (ArrayNode) draft.examples();
    for (int i = 0; i < examples.size(); i++) {
      ObjectNode example = (ObjectNode) examples.get(i);
      String place = "examples/" + i;
      List<FieldError> faults =
          Conformity.faults(place + "/input", draft.inputSchema(), example.get("input"));
      errors.addAll(faults);
      if (example.hasNonNull("output")) {
        errors.addAll(
            Conformity.faults(place + "/output", draft.outputSchema(), example.get("output")));
      }
      if (faults.isEmpty()) {
        checkPrompt(draft, example);
      }
    }
  }

  private void checkPrompt(TaskConfigDraft draft, ObjectNode example) {
    if (templateFault(draft.promptTemplate()).isPresent()) {
      return;
    }
    Prompts.findFault(
            draft.promptTemplate(),
            Prompts.variables(draft.name(), "", example.get("input"), InstanceMemory.empty()))
        .ifPresent(
            fault ->
                add(
                    "promptTemplate",
                    fault
                        + ", with the example '"
                        + example.path("name").asText()
                        + "'; mind what may be left out with {% if … %} or | default(…)"));
  }

  private void add(String field, String message) {
    errors.add(new FieldError(field, message));
  }

  private static int bytes(JsonNode document) {
    return Json.write(document).getBytes(StandardCharsets.UTF_8).length;
  }
}
