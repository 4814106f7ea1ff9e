package org.gamelan.provider.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.Models;

/**
 * One rule of the scripted provider, compiled.
 *
 * @param id where it stands, unique among all rules
 * @param agents names of agents it is for; empty for all
 * @param stages names of stages it is for; empty for all
 * @param models aliases it is for; empty for all
 * @param text must be found in the user's messages, or null
 * @param steps what it answers, one step for each answer in a conversation
 * @param delay how long it takes
 * @param failure how it fails, or null
 * @param fault how its reply is spoilt, or null
 * @param faultTimes how often, or 0 for always
 */
record Rule(
    String id,
    Set<String> agents,
    Set<String> stages,
    Set<String> models,
    Pattern text,
    List<Step> steps,
    Duration delay,
    Failure failure,
    Fault fault,
    int faultTimes) {

  /**
   * One answer.
   *
   * @param reply a template, or a document whose texts are templates; null when only tools are
   *     asked for
   * @param toolCalls the tools to ask for; empty for none
   */
  record Step(JsonNode reply, List<JsonNode> toolCalls) {}

  /**
   * A failure on purpose.
   *
   * @param times how often, or 0 for always
   * @param retryAfter what the provider asks for, or null
   */
  record Failure(FailureKind kind, String message, int times, Duration retryAfter) {}

  boolean matches(ModelRequest request) {
    return holds(agents, request.origin().agent())
        && holds(stages, request.origin().stage())
        && holds(models, alias(request))
        && (text == null || isFound(request.messages()));
  }

  private static String alias(ModelRequest request) {
    String model = request.model() == null ? Models.DEFAULT_ALIAS : request.model();
    int at = model.indexOf('@');
    return at < 0 ? model : model.substring(0, at);
  }

  private static boolean holds(Set<String> names, String name) {
    return names.isEmpty() || (name != null && names.contains(name));
  }

  private boolean isFound(List<ModelMessage> messages) {
    return messages.stream()
        .filter(message -> message.role() == ModelMessage.Role.USER)
        .anyMatch(message -> text.matcher(message.text()).find());
  }

  /** Compiles a rule that satisfies the schema. */
  static Rule of(JsonNode rule, String id) {
    JsonNode when = rule.path("when");
    JsonNode malformed = rule.path("malformed");
    JsonNode fault = malformed.isObject() ? malformed.path("as") : malformed;
    return new Rule(
        rule.has("name") ? id + " (" + rule.path("name").textValue() + ")" : id,
        names(when.path("agent")),
        names(when.path("stage")),
        names(when.path("model")),
        when.has("text") ? pattern(when.path("text").textValue(), id) : null,
        steps(rule),
        rule.has("delay") ? duration(rule.path("delay").textValue()) : Duration.ZERO,
        rule.has("fail") ? failure(rule.path("fail")) : null,
        fault.isTextual() ? Fault.of(fault.textValue()) : null,
        malformed.path("times").asInt(0));
  }

  private static Set<String> names(JsonNode names) {
    Set<String> all = new TreeSet<>();
    if (names.isTextual()) {
      all.add(names.textValue());
    }
    names.forEach(name -> all.add(name.textValue()));
    return Set.copyOf(all);
  }

  private static Pattern pattern(String regex, String id) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new InvalidInputException(id + ".when.text", "is no RE2 expression: " + e.getMessage());
    }
  }

  private static List<Step> steps(JsonNode rule) {
    List<Step> steps = new ArrayList<>();
    for (JsonNode turn : rule.path("turns")) {
      steps.add(step(turn.get("reply"), turn.path("toolCalls")));
    }
    if (steps.isEmpty()) {
      if (rule.has("toolCalls")) {
        steps.add(step(null, rule.path("toolCalls")));
      }
      if (rule.has("reply") || steps.isEmpty()) {
        steps.add(step(rule.get("reply"), rule.path("none")));
      }
    }
    return List.copyOf(steps);
  }

  private static Step step(JsonNode reply, JsonNode toolCalls) {
    List<JsonNode> calls = new ArrayList<>();
    toolCalls.forEach(calls::add);
    return new Step(reply, List.copyOf(calls));
  }

  private static Failure failure(JsonNode fail) {
    FailureKind kind = FailureKind.of(fail.path("kind").textValue());
    return new Failure(
        kind,
        fail.path("message").asText("The script says so: " + kind.id() + "."),
        fail.path("times").asInt(0),
        fail.has("retryAfter") ? duration(fail.path("retryAfter").textValue()) : null);
  }

  private static Duration duration(String text) {
    if (text.endsWith("ms")) {
      return Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)));
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return text.endsWith("m") ? Duration.ofMinutes(number) : Duration.ofSeconds(number);
  }
}
