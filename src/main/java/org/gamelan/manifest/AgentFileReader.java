package org.gamelan.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;

/**
 * Reads files with one agent each. A YAML or JSON file holds what stands below an agent's name in a
 * manifest, and may hold its {@code name}; without it the file's own name counts. A {@code
 * SKILL.md} (source: https://agentskills.io/specification) gives name and description in its front
 * matter; its text is the prompt.
 */
public final class AgentFileReader {
  private static final String FENCE = "---";
  private static final Set<String> SKILL_KEYS =
      Set.of("name", "description", "license", "compatibility", "metadata", "allowed-tools");

  private AgentFileReader() {}

  /** Reads one file as a folder of its own. */
  public static ManifestReader.Reading read(AgentFile file) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    FileText.read(file.path(), problems)
        .flatMap(text -> source(file, text, problems))
        .ifPresent(assembly::add);
    return assembly.finish(file.path().getFileName().toString(), file.path().toString());
  }

  /**
   * Reads the text of a file that is somewhere else.
   *
   * @param name the file's name, by whose ending the text is understood
   */
  public static ManifestReader.Reading readText(String name, String text) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    AgentFile file = new AgentFile(Path.of(name), text.length(), 0, "");
    source(file, text, problems).ifPresent(assembly::add);
    return assembly.finish(name, name);
  }

  /**
   * Makes an agent of single settings, as if they were written in a file.
   *
   * @param place what problems name as their file
   * @param content what stands below an agent's name in a manifest
   */
  public static ManifestReader.Reading of(String name, String place, JsonNode content) {
    Problems problems = new Problems();
    FolderAssembly assembly = new FolderAssembly(problems);
    assembly.add(agent(place, name, content, new Positions(), Position.START));
    return assembly.finish(name, place);
  }

  private static Optional<SourceFile> source(AgentFile file, String text, Problems problems) {
    if (file.isSkill()) {
      return skill(file.path(), text, problems);
    }
    return ManifestReader.parse(file.path().toString(), text, problems)
        .filter(source -> saysSomething(source, problems))
        .map(source -> named(source, stem(file.path()), problems));
  }

  /** A file that is about to be written is empty at first, and no agent without a word. */
  private static boolean saysSomething(SourceFile source, Problems problems) {
    JsonNode root = source.root();
    if (root.isObject() && !root.isEmpty()) {
      return true;
    }
    problems.error(
        source.file(),
        source.positions().value(""),
        root.isObject() ? Rule.MISSING : Rule.TYPE,
        root.isObject() ? "The file says nothing" : "The file must be a mapping",
        "write what an agent is: prompt: …, description: …");
    return false;
  }

  /** A file that holds a whole section of agents stays as it is. */
  private static SourceFile named(SourceFile source, String stem, Problems problems) {
    JsonNode root = source.root();
    if (root.has(Section.AGENTS.key())) {
      return source;
    }
    String name = stem;
    if (root.has("name")) {
      name = root.path("name").asText();
      if (!root.path("name").isTextual()) {
        problems.error(
            source.file(),
            source.positions().value("/name"),
            Rule.TYPE,
            "The name must be a text",
            "put it in quotes, or leave it out to use the file's name");
      }
    }
    ObjectNode content = root.deepCopy();
    content.remove("name");
    return agent(source.file(), name, content, source.positions(), source.positions().key("/name"));
  }

  private static SourceFile agent(
      String file, String name, JsonNode content, Positions positions, Position at) {
    ObjectNode root = Json.object();
    root.putObject(Section.AGENTS.key()).set(name, content);
    String pointer = Json.pointer("/" + Section.AGENTS.key(), name);
    return new SourceFile(file, root, positions.below(pointer, at));
  }

  private static Optional<SourceFile> skill(Path path, String text, Problems problems) {
    String file = path.toString();
    List<String> lines = new ArrayList<>(text.lines().toList());
    int end = lines.isEmpty() ? -1 : endOfFrontMatter(lines);
    if (end < 0) {
      problems.error(
          file,
          Position.START,
          Rule.SYNTAX,
          "A skill begins with front matter between two lines of ---",
          "begin with ---, name: …, description: …, ---");
      return Optional.empty();
    }
    // An empty line in the place of the fence keeps the numbers of the lines.
    String front = "\n" + String.join("\n", lines.subList(1, end));
    String body = String.join("\n", lines.subList(end + 1, lines.size())).strip();
    return YamlSource.read(file, front, problems)
        .flatMap(source -> skill(path, source, body, end + 2, problems));
  }

  private static int endOfFrontMatter(List<String> lines) {
    if (!lines.get(0).strip().equals(FENCE)) {
      return -1;
    }
    for (int i = 1; i < lines.size(); i++) {
      if (lines.get(i).stripTrailing().equals(FENCE)) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<SourceFile> skill(
      Path path, SourceFile source, String body, int bodyLine, Problems problems) {
    String file = source.file();
    if (!source.root().isObject()) {
      problems.error(file, new Position(2, 1), Rule.TYPE, "The front matter must be a mapping");
      return Optional.empty();
    }
    unknownKeys(source, problems);
    String name = required(source, "name", problems);
    String description = required(source, "description", problems);
    if (name == null || description == null) {
      return Optional.empty();
    }
    String folder = folderName(path);
    if (!folder.isEmpty() && !folder.equals(name)) {
      problems.warning(
          file,
          source.positions().value("/name"),
          Rule.BAD_NAME,
          "The skill is named '" + name + "', but its folder '" + folder + "'",
          "give both the same name");
    }
    if (body.isEmpty()) {
      problems.error(
          file, new Position(bodyLine, 1), Rule.MISSING, "The skill has no instructions");
    }
    ObjectNode content = Json.object().put("description", description).put("role", "skill");
    content.put("prompt", literal(body));
    content.putArray("skills").add(name);
    Positions positions = new Positions();
    Position at = source.positions().value("/description");
    positions.put("/description", source.positions().key("/description"), at);
    Position prompt = new Position(bodyLine, 1);
    positions.put("/prompt", prompt, prompt);
    return Optional.of(agent(file, name, content, positions, source.positions().key("/name")));
  }

  private static void unknownKeys(SourceFile source, Problems problems) {
    List<String> keys = new ArrayList<>();
    source.root().fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      if (!SKILL_KEYS.contains(key)) {
        problems.warning(
            source.file(),
            source.positions().key(Json.pointer("", key)),
            Rule.UNKNOWN_KEY,
            "Unknown key '" + key + "' in the front matter",
            Suggestions.nearest(key, SKILL_KEYS)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("known: " + Suggestions.list(SKILL_KEYS)));
      }
    }
  }

  private static String required(SourceFile source, String key, Problems problems) {
    JsonNode value = source.root().path(key);
    if (value.isTextual() && !value.asText().isBlank()) {
      return value.asText();
    }
    problems.error(
        source.file(),
        value.isMissingNode() ? Position.START : source.positions().value("/" + key),
        value.isMissingNode() ? Rule.MISSING : Rule.TYPE,
        "A skill needs a " + key + ", a text",
        "add " + key + ": to the front matter");
    return null;
  }

  /** The text of a skill is no template, whatever it holds. */
  private static String literal(String body) {
    boolean template = body.contains("{{") || body.contains("{%") || body.contains("{#");
    return template ? "{% verbatim %}" + body + "{% endverbatim %}" : body;
  }

  private static String folderName(Path file) {
    Path folder = file.getParent();
    return folder == null || folder.getFileName() == null ? "" : folder.getFileName().toString();
  }

  private static String stem(Path path) {
    String name = path.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }
}
