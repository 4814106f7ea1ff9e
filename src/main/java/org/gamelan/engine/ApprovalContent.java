package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.json.Json;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.Values;

/** What is shown to people who decide, and what becomes of it when they change it. */
public final class ApprovalContent {
  private static final String NAME = "name";
  private static final String VALUE = "value";
  private static final Pattern OUTPUT = Pattern.compile("outputs\\.([a-z][a-z0-9_]*)");

  private ApprovalContent() {}

  /**
   * What a stage shows: the values of its expressions; without any the latest output, else the
   * task's input.
   *
   * @throws org.gamelan.failure.GamelanException {@code bad-expression}
   */
  static JsonNode of(StageDefinition stage, RunState state, Map<String, Object> variables) {
    ArrayNode content = Json.array();
    for (JsonNode shown : stage.settings().path("show")) {
      String expression = Expressions.braced(shown.asText());
      String name = expression.substring(2, expression.length() - 1).strip();
      add(content, name, Values.toJson(Expressions.evaluate(expression, variables)));
    }
    if (content.isEmpty()) {
      List<String> names = new ArrayList<>(state.outputs().keySet());
      if (names.isEmpty()) {
        add(content, "input", state.task().input());
      } else {
        String last = names.get(names.size() - 1);
        add(content, "outputs." + last, state.outputs().get(last));
      }
    }
    return content;
  }

  static void add(ArrayNode content, String name, JsonNode value) {
    content.addObject().put(NAME, name).set(VALUE, value == null ? Json.object() : value);
  }

  /** What is decided on: the one thing that is shown, or an object of all by their names. */
  public static JsonNode value(JsonNode content) {
    if (content.size() == 1) {
      return content.get(0).path(VALUE);
    }
    ObjectNode all = Json.object();
    content.forEach(part -> all.set(part.path(NAME).asText(), part.path(VALUE)));
    return all;
  }

  /** The content with another value in its place. */
  public static JsonNode edited(JsonNode content, JsonNode value) {
    ArrayNode edited = Json.array();
    for (JsonNode part : content) {
      String name = part.path(NAME).asText();
      JsonNode own = content.size() == 1 ? value : value.path(name);
      add(edited, name, own.isMissingNode() ? part.path(VALUE) : own);
    }
    return edited;
  }

  /** The names of what is shown. */
  public static List<String> names(JsonNode content) {
    List<String> names = new ArrayList<>();
    content.forEach(part -> names.add(part.path(NAME).asText()));
    return names;
  }

  /** The schema that something shown under this name has to fit, when it is a stage's output. */
  public static Optional<JsonNode> schema(Blueprint blueprint, String name) {
    Matcher output = OUTPUT.matcher(name);
    return output.matches() ? outputSchema(blueprint, output.group(1)) : Optional.empty();
  }

  /** The schema that a stage's output has to fit: its own, else its agent's. */
  public static Optional<JsonNode> outputSchema(Blueprint blueprint, String name) {
    StageDefinition stage = blueprint.stages().get(name);
    if (stage == null) {
      return Optional.empty();
    }
    if (stage.outputSchema() != null) {
      return Optional.ofNullable(blueprint.schemas().get(stage.outputSchema()));
    }
    return Optional.ofNullable(stage.agent())
        .map(agent -> blueprint.agents().get(agent))
        .map(AgentDefinition::outputSchema);
  }
}
