package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.json.SchemaLinks;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Units;

/** Makes stage definitions of manifest entries whose shape is right. */
final class StageReader {
  /** Keys that are not settings of a kind of stage. */
  private static final Set<String> COMMON =
      Set.of(
          "description",
          "kind",
          "agent",
          "tool",
          "with",
          "inputSchema",
          "outputSchema",
          "timeout",
          "retry",
          "onInvalidOutput");

  private StageReader() {}

  /** Reads a stage; schemas written inside it are added under a name of their own. */
  static StageDefinition read(
      ManifestEntry entry, ManifestFolder folder, Map<String, JsonNode> schemas) {
    JsonNode value = entry.value();
    return new StageDefinition(
        entry.name(),
        StageKind.of(value.get("kind").asText()),
        entry.text("agent").orElse(null),
        entry.text("tool").orElse(null),
        value.get("with"),
        schemaName(entry, "inputSchema", folder, schemas),
        schemaName(entry, "outputSchema", folder, schemas),
        entry.text("timeout").flatMap(Units::duration).orElse(StageDefinition.DEFAULT_TIMEOUT),
        retry(value.path("retry"), usualRetry(value)),
        onInvalidOutput(value.path("onInvalidOutput")),
        settings(value));
  }

  /** Every agent a stage may put to work. */
  static Set<String> agents(ManifestEntry stage) {
    Set<String> agents = new LinkedHashSet<>();
    for (String key : List.of("agent", "members", "judge", "worker", "reviewer")) {
      agents.addAll(stage.texts(key));
    }
    return agents;
  }

  private static String schemaName(
      ManifestEntry entry, String key, ManifestFolder folder, Map<String, JsonNode> schemas) {
    JsonNode schema = entry.value().path(key);
    if (schema.isObject()) {
      String name = entry.name() + "." + key;
      schemas.put(name, SchemaLinks.link(schema, folder.writtenSchemas()));
      return name;
    }
    return schema.asText(null);
  }

  /**
   * People are not asked again, and sub-workflows, whose stages are tried again by themselves, do
   * not start anew, unless the stage says so.
   */
  private static RetryPolicy usualRetry(JsonNode stage) {
    return switch (StageKind.of(stage.get("kind").asText())) {
      case APPROVAL -> RetryPolicy.NONE;
      case PIPELINE -> stage.has("retry") ? RetryPolicy.DEFAULT : RetryPolicy.NONE;
      default -> RetryPolicy.DEFAULT;
    };
  }

  private static RetryPolicy retry(JsonNode value, RetryPolicy usual) {
    return new RetryPolicy(
        value.path("attempts").asInt(usual.attempts()),
        duration(value.path("backoff"), usual.backoff()),
        value.path("factor").asDouble(usual.factor()),
        duration(value.path("max"), usual.max()),
        value.has("on") ? kinds(value.get("on")) : usual.on(),
        duration(value.path("within"), usual.within()));
  }

  static Set<FailureKind> kinds(JsonNode value) {
    Set<FailureKind> kinds = new HashSet<>();
    value.forEach(kind -> kinds.add(FailureKind.of(kind.asText())));
    return kinds;
  }

  private static Duration duration(JsonNode value, Duration otherwise) {
    return Units.duration(value.asText()).orElse(otherwise);
  }

  private static InvalidOutputPolicy onInvalidOutput(JsonNode value) {
    InvalidOutputPolicy usual = InvalidOutputPolicy.DEFAULT;
    return new InvalidOutputPolicy(
        value.path("repair").asBoolean(usual.repair()),
        value.path("ask").asInt(usual.ask()),
        value.path("model").asText(usual.model()),
        value.path("then").asText(usual.then()));
  }

  private static ObjectNode settings(JsonNode value) {
    ObjectNode settings = Json.object();
    value
        .properties()
        .forEach(
            field -> {
              if (!COMMON.contains(field.getKey())) {
                settings.set(field.getKey(), field.getValue());
              }
            });
    return settings;
  }
}
