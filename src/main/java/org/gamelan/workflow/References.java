package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.ManifestEntry;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;

/** Checks that what entries of a folder name exists, and that what they write inline is right. */
final class References {
  private final ManifestFolder folder;
  private final Names names;
  private final Problems problems;
  private final Map<Names.Kind, Optional<Set<String>>> known = new EnumMap<>(Names.Kind.class);
  private final Map<Section, Set<String>> own = new EnumMap<>(Section.class);

  References(ManifestFolder folder, Names names, Problems problems) {
    this.folder = folder;
    this.names = names;
    this.problems = problems;
  }

  Names names() {
    return names;
  }

  /**
   * @param path JSON pointer in the entry of a name or a list of names; nothing there is no fault
   */
  void agents(ManifestEntry entry, String path) {
    check(entry, path, Names.Kind.AGENT, Section.AGENTS, Rule.UNKNOWN_AGENT, "agent");
  }

  /** An agent that is named by a key. */
  void agentKey(ManifestEntry entry, String path, String name) {
    known(Names.Kind.AGENT, Section.AGENTS)
        .filter(all -> !all.contains(name))
        .ifPresent(
            all ->
                problems.unknown(
                    entry.file(), entry.keyAt(path), Rule.UNKNOWN_AGENT, "agent", name, all));
  }

  void tools(ManifestEntry entry, String path) {
    check(entry, path, Names.Kind.TOOL, Section.TOOLS, Rule.UNKNOWN_TOOL, "tool");
  }

  void pipelines(ManifestEntry entry, String path) {
    check(entry, path, Names.Kind.PIPELINE, Section.PIPELINES, Rule.UNKNOWN_PIPELINE, "pipeline");
  }

  void workflow(ManifestEntry entry, String path) {
    check(entry, path, Names.Kind.WORKFLOW, Section.WORKFLOW, Rule.MISSING, "workflow");
  }

  void model(ManifestEntry entry, String path) {
    JsonNode model = entry.value().at(path);
    if (!model.isTextual()) {
      return;
    }
    names
        .all(Names.Kind.MODEL, Set.of("default"))
        .filter(known -> !known.contains(model.asText()))
        .filter(known -> !known.contains(model.asText().replaceFirst("@.*", "")))
        .ifPresent(known -> unknown(entry, path, Rule.UNKNOWN_MODEL, "model", model, known));
  }

  /** A schema by name, or written here. */
  void schema(ManifestEntry entry, String path) {
    JsonNode schema = entry.value().at(path);
    if (schema.isTextual()) {
      Set<String> all = own(Section.SCHEMAS);
      if (!all.contains(schema.asText())) {
        unknown(entry, path, Rule.UNKNOWN_SCHEMA, "schema", schema, all);
      }
    } else if (schema.isObject()) {
      schemaDocument(entry, path);
    }
  }

  /** A schema that is written at a place. */
  void schemaDocument(ManifestEntry entry, String path) {
    JsonSchema.findProblems(entry.value().at(path), folder.writtenSchemas())
        .forEach(
            fault ->
                problems.error(
                    entry.file(),
                    entry.at(path + fault.path()),
                    Rule.BAD_SCHEMA,
                    "Not a JSON Schema 2020-12: "
                        + (fault.path().isEmpty() ? "it" : fault.path())
                        + " "
                        + fault.message()));
  }

  /** One expression, with nothing around it. */
  void expression(ManifestEntry entry, String path) {
    JsonNode expression = entry.value().at(path);
    if (expression.isTextual()) {
      Expressions.findFault(expression.asText())
          .ifPresent(
              fault -> problems.error(entry.file(), entry.at(path), Rule.BAD_EXPRESSION, fault));
      outputs(entry, path, expression);
    }
  }

  /** Texts that may hold expressions. */
  void template(ManifestEntry entry, String path) {
    JsonNode template = entry.value().at(path);
    Expressions.findFaults(template)
        .forEach(
            (at, fault) ->
                problems.error(entry.file(), entry.at(path + at), Rule.BAD_EXPRESSION, fault));
    outputs(entry, path, template);
  }

  /** A name that does not exist here. */
  void unknown(
      ManifestEntry entry, String path, Rule rule, String what, JsonNode name, Set<String> known) {
    problems.unknown(entry.file(), entry.at(path), rule, what, name.asText(), known);
  }

  /** What is missing is null, so a wrong stage name in an expression is allowed, but told. */
  private void outputs(ManifestEntry entry, String path, JsonNode template) {
    Expressions.findSlips(template)
        .forEach(
            (at, slip) ->
                problems.warning(
                    entry.file(),
                    entry.at(path + at),
                    Rule.BAD_EXPRESSION,
                    slip,
                    "put all that is to be denied in brackets: not (… == …)"));
    Set<String> stages = own(Section.STAGES);
    for (String stage : Expressions.outputsIn(template)) {
      if (!stages.isEmpty() && !stages.contains(stage)) {
        problems.warning(
            entry.file(),
            entry.at(path),
            Rule.UNKNOWN_STAGE,
            "There is no stage '" + stage + "', so outputs." + stage + " is always null",
            Suggestions.nearest(stage, stages)
                .map(it -> "did you mean '" + it + "'?")
                .orElse(null));
      }
    }
  }

  private void check(
      ManifestEntry entry, String path, Names.Kind kind, Section section, Rule rule, String what) {
    JsonNode value = entry.value().at(path);
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        check(entry, path + "/" + i, kind, section, rule, what);
      }
    } else if (value.isTextual()) {
      known(kind, section)
          .filter(all -> !all.contains(value.asText()))
          .ifPresent(all -> unknown(entry, path, rule, what, value, all));
    }
  }

  private Optional<Set<String>> known(Names.Kind kind, Section section) {
    return known.computeIfAbsent(kind, it -> names.all(it, own(section)));
  }

  private Set<String> own(Section section) {
    return own.computeIfAbsent(section, folder::names);
  }

  /** A pointer to a value under a key of an entry. */
  static String under(String... keys) {
    String path = "";
    for (String key : keys) {
      path = Json.pointer(path, key);
    }
    return path;
  }
}
