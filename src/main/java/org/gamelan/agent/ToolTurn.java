package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.ModelToolCall;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.tool.ToolSite;

/**
 * The tools within one turn: what is offered, and each call with its journal. A result goes to the
 * model as a JSON document {@code {tool, result}} or {@code {tool, error}}, so that nothing inside
 * it can pass for anything but data.
 */
final class ToolTurn {
  /** The longest result a model is shown, in characters. */
  static final int MAX_RESULT = 40_000;

  /** What a model can do something about. */
  private static final Set<FailureKind> READABLE =
      Set.of(FailureKind.TOOL, FailureKind.NOT_PERMITTED, FailureKind.INVALID_INPUT);

  /** What leaves open whether something was done outside. */
  private static final Set<FailureKind> READABLE_WITHOUT_EFFECT =
      Set.of(
          FailureKind.TIMEOUT,
          FailureKind.NETWORK,
          FailureKind.SERVER_ERROR,
          FailureKind.RATE_LIMIT,
          FailureKind.AUTH);

  private final AgentCall call;
  private final ToolDoor door;

  ToolTurn(AgentCall call, ToolDoor door) {
    this.call = call;
    this.door = door;
  }

  /** The agent's tools as its model is told of them; those that do not exist are left out. */
  List<ModelTool> offered() {
    return call.agent().tools().stream()
        .map(door::find)
        .flatMap(Optional::stream)
        .map(tool -> new ModelTool(tool.name(), tool.description(), tool.inputSchema()))
        .toList();
  }

  /** Calls a tool, or finds what it answered before a crash. */
  String call(ModelToolCall wish, int number, Duration timeout) {
    Optional<JsonNode> before = call.journal().finished(number);
    if (before.isPresent()) {
      return before.get().textValue();
    }
    String result = answer(wish, number, timeout);
    call.journal().finished(number, wish.name(), Json.tree(result));
    return result;
  }

  private String answer(ModelToolCall wish, int number, Duration timeout) {
    ToolContext context = context(wish.name(), number, timeout);
    Optional<ToolDefinition> tool =
        call.agent().tools().contains(wish.name()) ? door.find(wish.name()) : Optional.empty();
    if (tool.isEmpty()) {
      String reason =
          "There is no such tool for you. Your tools: "
              + String.join(", ", call.agent().tools())
              + ".";
      door.refused(
          wish.name(),
          Json.tree(String.valueOf(wish.arguments())),
          context,
          "agents." + call.agent().name() + ".tools",
          reason);
      return refusal(wish.name(), reason);
    }
    JsonNode arguments;
    try {
      arguments = arguments(wish);
    } catch (MalformedJsonException e) {
      return refusal(wish.name(), "The arguments are not a JSON object: " + e.getMessage());
    }
    try {
      return success(wish.name(), door.call(wish.name(), arguments, context));
    } catch (ConsentNeededException e) {
      throw e; // the turn goes on here when somebody has answered
    } catch (GamelanException e) {
      if (!isReadable(e.kind(), tool.get().effect())) {
        throw e;
      }
      return refusal(wish.name(), e.getMessage());
    }
  }

  private static boolean isReadable(FailureKind kind, ToolEffect effect) {
    return READABLE.contains(kind)
        || (effect != ToolEffect.EXTERNAL && READABLE_WITHOUT_EFFECT.contains(kind));
  }

  private static JsonNode arguments(ModelToolCall wish) {
    String text = wish.arguments();
    return text == null || text.isBlank() ? Json.object() : Json.parse(text);
  }

  private ToolContext context(String tool, int number, Duration timeout) {
    String agent = call.agent().name();
    return new ToolContext(
        call.origin().task(),
        call.origin().stageRun(),
        agent,
        call.source(),
        timeout,
        new ToolSite(
            "agent:" + agent,
            call.origin().stage(),
            call.policy(),
            call.journal().consent(number),
            effect -> call.journal().starting(number, tool, effect)));
  }

  private static String success(String tool, JsonNode result) {
    ObjectNode message = Json.object().put("tool", tool);
    String text = Json.write(result);
    if (text.length() <= MAX_RESULT) {
      message.set("result", result);
    } else {
      int end =
          Character.isHighSurrogate(text.charAt(MAX_RESULT - 1)) ? MAX_RESULT - 1 : MAX_RESULT;
      message.put("result", text.substring(0, end));
      message.put(
          "notice",
          "The result has %d characters; only the first %d are shown. Ask for less at once."
              .formatted(text.length(), end));
    }
    return Json.write(message);
  }

  static String refusal(String tool, String reason) {
    return Json.write(Json.object().put("tool", tool).put("error", reason));
  }
}
