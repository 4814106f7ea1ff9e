package org.gamelan.tool.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.tool.project.ProjectSource.Place;

/** A tool that answers with what collectors gather on one walk through the source. */
abstract class ScanTool implements Tool {
  /** The schema of {@code path}, which every such tool takes. */
  static final String PATH =
      """
      "path": {
        "description": "Folder inside the source to begin in; leave out for all of it",
        "anyOf": [
          {"type": "string", "maxLength": 4096},
          {"type": "null"},
          {"type": "object", "description": "A task's source, as tool stages pass it on",
           "properties": {"path": {"type": "string"}, "git": {"type": "string"},
                          "ref": {"type": ["string", "null"]}}}
        ]
      }
      """;

  private final ProjectSource source;
  private final ToolDefinition definition;

  /**
   * @param properties further properties of the arguments, as JSON without braces; empty for none
   */
  ScanTool(ProjectSource source, String name, String description, String properties) {
    this.source = source;
    this.definition = reading(name, description, PATH + properties, List.of());
  }

  /** The definition of a tool that only reads. */
  static ToolDefinition reading(
      String name, String description, String properties, List<String> required) {
    ObjectNode schema =
        (ObjectNode)
            Json.parse(
                "{\"type\": \"object\", \"additionalProperties\": false, \"properties\": {"
                    + properties
                    + "}}");
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return new ToolDefinition(name, description, schema, ToolEffect.NONE, Set.of("read"));
  }

  @Override
  public final ToolDefinition definition() {
    return definition;
  }

  @Override
  public JsonNode call(JsonNode arguments, ToolContext context) {
    Place place = source.require(arguments.path("path"), context);
    return new Scan(collectors(arguments, place.below()))
        .run(place.folder(), place.below(), ProjectSource.limits(context));
  }

  /** Where to look. */
  final ProjectSource source() {
    return source;
  }

  /** What to gather, anew for each call. */
  abstract List<Collector> collectors(JsonNode arguments, String below);
}
