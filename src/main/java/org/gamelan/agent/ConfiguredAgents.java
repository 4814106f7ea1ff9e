package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.manifest.AgentFileReader;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/**
 * Agents written as settings: {@code gamelan.agents.NAME.KEY}, with the keys of manifests such as
 * {@code prompt}, {@code parameters.temperature} or {@code complexity.min}. As a variable the name
 * of the agent stands before the key: {@code GAMELAN_AGENTS_HELPER_PROMPT}.
 */
@ApplicationScoped
public class ConfiguredAgents {
  static final int MOST = 1_000;
  private static final String PREFIX = "gamelan.agents.";
  private static final String VARIABLE = "GAMELAN_AGENTS_";
  private static final Set<String> PATHS = Set.of("gamelan.agents.paths", "GAMELAN_AGENTS_PATHS");
  private static final Set<String> LISTS = Set.of("tools", "skills");

  /** Keys whose values are texts, whatever they look like. */
  private static final Set<String> TEXTS =
      Set.of("description", "role", "prompt", "model", "fallback");

  private static final List<String> KEYS =
      List.of(
          "description",
          "role",
          "prompt",
          "model",
          "fallback",
          "tools",
          "skills",
          "inputSchema",
          "outputSchema",
          "capacity",
          "enabled",
          "complexity.min",
          "complexity.max",
          "parameters.temperature",
          "parameters.topP",
          "parameters.maxOutputTokens",
          "parameters.seed");

  private final Config config;

  protected ConfiguredAgents() {
    this(null);
  }

  @Inject
  public ConfiguredAgents(Config config) {
    this.config = config;
  }

  /**
   * Each agent as a folder of its own, by name; what is wrong with one is told when it is checked.
   *
   * @param problems for settings that are of no agent
   */
  public List<ManifestReader.Reading> read(Problems problems) {
    Map<String, String> settings = new TreeMap<>();
    for (String property : config.getPropertyNames()) {
      if (property.startsWith(PREFIX) || property.startsWith(VARIABLE)) {
        config
            .getOptionalValue(property, String.class)
            .ifPresent(value -> settings.put(property, value));
      }
    }
    return read(settings, problems);
  }

  /** The same of settings by name. Of one in both forms, that with dots counts. */
  static List<ManifestReader.Reading> read(Map<String, String> settings, Problems problems) {
    Map<String, ObjectNode> agents = new TreeMap<>();
    new TreeMap<>(settings)
        .forEach(
            (property, value) ->
                key(property)
                    .ifPresentOrElse(
                        key -> put(agents, key, value), () -> tellUnknown(property, problems)));
    agents.keySet().stream().skip(MOST).findFirst().ifPresent(name -> tellMost(name, problems));
    List<ManifestReader.Reading> readings = new ArrayList<>();
    agents.entrySet().stream()
        .limit(MOST)
        .forEach(
            agent ->
                readings.add(
                    AgentFileReader.of(agent.getKey(), PREFIX + agent.getKey(), agent.getValue())));
    return readings;
  }

  private static void tellUnknown(String property, Problems problems) {
    if (!PATHS.contains(property)) {
      problems.warning(
          property,
          Position.START,
          Rule.UNKNOWN_KEY,
          "The setting names no agent with a key, so it is not read",
          property.startsWith(VARIABLE)
              ? "end it with a key, such as _PROMPT, _MODEL or _COMPLEXITY_MIN"
              : "write " + PREFIX + "NAME.KEY");
    }
  }

  private static void tellMost(String name, Problems problems) {
    problems.error(
        PREFIX + name,
        Position.START,
        Rule.TOO_MANY,
        "Settings make more than " + MOST + " agents; this one and what comes after it is not read",
        "write them into files");
  }

  /** The name of an agent and which key of it a setting gives. */
  private record Key(String agent, String path) {}

  private static Optional<Key> key(String property) {
    if (property.startsWith(PREFIX)) {
      String rest = property.substring(PREFIX.length());
      int dot = rest.indexOf('.');
      return dot < 1
          ? Optional.empty()
          : Optional.of(new Key(rest.substring(0, dot), rest.substring(dot + 1)));
    }
    if (property.startsWith(VARIABLE)) {
      String rest = property.substring(VARIABLE.length());
      return KEYS.stream()
          .filter(key -> rest.endsWith("_" + variable(key)))
          .filter(key -> rest.length() > variable(key).length() + 1)
          .findFirst()
          .map(
              key ->
                  new Key(
                      rest.substring(0, rest.length() - variable(key).length() - 1)
                          .toLowerCase(Locale.ROOT),
                      key));
    }
    return Optional.empty();
  }

  /** {@code complexity.min} is {@code COMPLEXITY_MIN}, {@code inputSchema} {@code INPUT_SCHEMA}. */
  private static String variable(String key) {
    return key.replace('.', '_').replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static void put(Map<String, ObjectNode> agents, Key key, String value) {
    ObjectNode agent = agents.computeIfAbsent(key.agent(), name -> Json.object());
    int dot = key.path().indexOf('.');
    if (dot < 0) {
      agent.set(key.path(), value(key.path(), value));
    } else {
      String parent = key.path().substring(0, dot);
      ObjectNode object =
          agent.path(parent) instanceof ObjectNode known ? known : agent.putObject(parent);
      object.set(key.path().substring(dot + 1), scalar(value));
    }
  }

  private static JsonNode value(String key, String value) {
    if (LISTS.contains(key)) {
      return Json.tree(
          Arrays.stream(value.split(","))
              .map(String::strip)
              .filter(word -> !word.isEmpty())
              .toList());
    }
    if (key.endsWith("Schema") && value.stripLeading().startsWith("{")) {
      try {
        return Json.parse(value);
      } catch (MalformedJsonException e) {
        // Told as a schema of a name that cannot be.
        return Json.tree(value);
      }
    }
    return TEXTS.contains(key) ? Json.tree(value) : scalar(value);
  }

  private static JsonNode scalar(String value) {
    String text = value.strip();
    if (text.equals("true") || text.equals("false")) {
      return Json.tree(Boolean.valueOf(text));
    }
    try {
      return text.matches("-?[0-9]{1,9}") ? Json.tree(Integer.valueOf(text)) : number(text);
    } catch (NumberFormatException e) {
      // The schema says what it should have been.
      return Json.tree(value);
    }
  }

  private static JsonNode number(String text) {
    return Json.tree(new BigDecimal(text));
  }
}
