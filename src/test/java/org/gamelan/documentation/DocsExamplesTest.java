package org.gamelan.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Rule;
import org.gamelan.manifest.Section;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;
import org.gamelan.workflow.WorkflowCompiler;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the pages show exists: manifests are valid, commands, paths and linked files are there. */
class DocsExamplesTest {
  private static final List<String> GROUPS =
      List.of("task", "agent", "approval", "provider", "model", "budget", "config", "memory");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
  private static final Pattern COMMAND = Pattern.compile("\\./gamelan +([a-z]+)(?: +([a-z]+))?");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
  private static final Pattern API_PATH = Pattern.compile("/api/v1(/[A-Za-z0-9/{}@._-]+)");
  private static final Pattern VERB =
      Pattern.compile("\\b(GET|POST|PUT|DELETE) /api/v1(/[A-Za-z0-9/{}-]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(?:#[^)]*)?\\)");

  @Test
  void everyManifestIsValid() throws IOException {
    Set<String> tools = tools();
    int seen = 0;
    for (Path page : Sources.pages()) {
      for (String yaml : fenced(page, "yaml")) {
        seen++;
        if (yaml.startsWith("rules:")) {
          assertThat(ruleFaults(yaml)).as("%s:%n%s", page, yaml).isEmpty();
          continue;
        }
        Names names = Names.UNCHECKED.with(Names.Kind.TOOL, tools);
        assertThat(
                WorkflowCompiler.compile(ManifestReader.readText(yaml, "application/yaml"), names)
                    .problems())
            .as("%s:%n%s", page, yaml)
            .isEmpty();
      }
    }
    assertThat(seen).isPositive();
  }

  @Test
  void everyBrokenManifestHasTheProblemsThatAreShown() throws IOException {
    int seen = 0;
    for (Path page : Sources.pages()) {
      List<String> broken = fenced(page, "broken");
      List<String> problems = fenced(page, "problems");
      assertThat(broken).as(page.toString()).hasSameSizeAs(problems);
      for (int i = 0; i < broken.size(); i++) {
        seen++;
        assertThat(
                WorkflowCompiler.compile(
                        ManifestReader.readText(broken.get(i), "application/yaml"),
                        Names.UNCHECKED.with(Names.Kind.AGENT, Set.of()))
                    .problems())
            .extracting(
                it ->
                    "%d:%d %s: %s (%s)"
                        .formatted(
                            it.line(), it.column(), it.rule().id(), it.message(), it.suggestion()))
            .containsExactlyElementsOf(problems.get(i).lines().toList());
      }
    }
    assertThat(seen).isPositive();
  }

  @Test
  void everyExpressionIsWhatIsShown() throws IOException {
    Path page = Path.of("docs/manifests.md");
    Map<String, Object> variables = new HashMap<>();
    Json.parse(fenced(page, "json").get(0))
        .properties()
        .forEach(it -> variables.put(it.getKey(), Values.of(it.getValue())));
    List<MatchResult> rows =
        all(Pattern.compile("(?m)^\\| `(#\\{.*?})` \\| `(.*)` \\|$"), Files.readString(page));
    assertThat(rows).hasSizeGreaterThan(5);
    for (MatchResult row : rows) {
      assertThat(Json.write(Values.toJson(Expressions.evaluate(row.group(1), variables))))
          .as(row.group(1))
          .isEqualTo(row.group(2));
    }
  }

  /** The page of the language names every rule and every kind of stage. */
  @Test
  void everyRuleAndKindIsDescribed() throws IOException {
    String page = Sources.text("docs/manifests.md");
    for (Rule rule : Rule.values()) {
      assertThat(page).contains("`" + rule.id() + "`");
    }
    for (StageKind kind : StageKind.values()) {
      assertThat(page).contains("`" + kind.id() + "`");
    }
    for (Section section : Section.values()) {
      assertThat(page).contains("\n" + section.key() + ":");
    }
  }

  private static List<?> ruleFaults(String yaml) throws IOException {
    JsonNode schema = Json.parse(Sources.text("src/main/resources/schemas/scripted.json"));
    Object document = new Yaml().load(yaml);
    return JsonSchema.compile(schema).validate(Json.mapper().valueToTree(document));
  }

  private static Set<String> tools() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Path file :
        Sources.below(
            "src/main/java/org/gamelan/tool", "src/main/java/org/gamelan/engine/memory")) {
      all(Pattern.compile("\"((?:project|files|docs|memory)\\.[a-z_]+)\""), Files.readString(file))
          .forEach(match -> names.add(match.group(1)));
    }
    return names;
  }

  @Test
  void everyCommandAndOptionExists() throws IOException {
    Set<String> commands = commands();
    String sources = launcherText() + Sources.text("gamelan");
    for (Path page : Sources.pages()) {
      for (String line : Files.readAllLines(page)) {
        for (MatchResult match : all(COMMAND, line)) {
          String command = match.group(1);
          boolean group = GROUPS.contains(command);
          String whole = group && match.group(2) != null ? command + " " + match.group(2) : command;
          assertThat(commands).as("%s: %s", page, line).contains(whole);
          for (MatchResult option : all(OPTION, line.substring(match.start()))) {
            assertThat(sources).as("%s: %s", page, line).contains(option.group());
          }
        }
      }
    }
  }

  /** What the script knows, and below its groups what picocli knows. */
  private static Set<String> commands() throws IOException {
    Set<String> commands = new TreeSet<>();
    all(Pattern.compile("(?m)^  ([a-z]+(?: \\| [a-z]+)*)(?: \\|.*)?\\)"), Sources.text("gamelan"))
        .forEach(match -> commands.addAll(List.of(match.group(1).split(" \\| "))));
    Pattern method =
        Pattern.compile(
            "@Command\\((?:\\s*name = \"([a-z]+)\",)?(?:[^@\"]|\"[^\"]*\")*?\\)\\s+(?:void|int)"
                + " (\\w+)\\(");
    for (String group : GROUPS) {
      String name = Character.toUpperCase(group.charAt(0)) + group.substring(1) + "Command.java";
      all(method, Sources.text("src/launcher/java/org/gamelan/launcher/" + name))
          .forEach(
              match -> commands.add(group + " " + match.group(match.group(1) == null ? 2 : 1)));
    }
    return commands;
  }

  private static String launcherText() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : Sources.below("src/launcher/java", "src/bench/java")) {
      text.append(Files.readString(file));
    }
    return text.toString();
  }

  @Test
  void everyPathOfTheApiExists() throws IOException {
    List<ApiPath> known = apiPaths();
    for (Path page : Sources.pages()) {
      String text = Files.readString(page);
      for (MatchResult match : all(API_PATH, text)) {
        String path = match.group(1).replaceAll("[./]+$", "");
        assertThat(known).as("%s: %s", page, path).anyMatch(api -> api.matches(path));
      }
      for (MatchResult match : all(VERB, text)) {
        assertThat(known)
            .as("%s: %s", page, match.group())
            .anyMatch(api -> api.verb.equals(match.group(1)) && api.matches(match.group(2)));
      }
    }
  }

  @Test
  void everyPathOfTheApiIsDescribed() throws IOException {
    String page = Sources.text("docs/api.md");
    List<String> missing =
        apiPaths().stream()
            .map(api -> api.verb + " /api/v1" + api.path)
            .filter(call -> !page.contains("`" + call) && !page.contains(call + "`"))
            .toList();
    assertThat(missing).isEmpty();
  }

  @Test
  void everyLinkedFileExists() throws IOException {
    for (Path page : Sources.pages()) {
      Path folder = page.toAbsolutePath().getParent();
      for (MatchResult match : all(LINK, Files.readString(page))) {
        assertThat(folder.resolve(match.group(1))).as(page.toString()).exists();
      }
    }
  }

  private record ApiPath(String verb, String path) {
    boolean matches(String written) {
      String template = path.replaceAll("\\{[^}]+}", "[^/]+");
      return written.matches(template) || written.equals(path);
    }
  }

  /** From the annotations of the resources, read as text. */
  private static List<ApiPath> apiPaths() throws IOException {
    Pattern type = Pattern.compile("(?m)^@Path\\(\"([^\"]+)\"\\)");
    Pattern verb =
        Pattern.compile("(?m)^  @(GET|POST|PUT|DELETE)\\b\\n(?:  @Path\\(\"([^\"]+)\"\\))?");
    List<ApiPath> paths = new ArrayList<>();
    for (Path file : Sources.below("src/main/java/org/gamelan/api/rest")) {
      String text = Files.readString(file);
      List<MatchResult> base = all(type, text);
      if (base.isEmpty()) {
        continue;
      }
      for (MatchResult method : all(verb, text)) {
        String rest = method.group(2) == null ? "" : method.group(2);
        String path = (base.get(0).group(1) + rest).replaceAll("\\{(\\w+): *[^}]+}", "{$1}");
        paths.add(new ApiPath(method.group(1), path));
      }
    }
    if (paths.isEmpty()) {
      fail("no resource was found");
    }
    return paths;
  }

  private static List<String> fenced(Path page, String language) throws IOException {
    return all(FENCE, Files.readString(page)).stream()
        .filter(match -> match.group(1).equals(language))
        .map(match -> match.group(2))
        .collect(Collectors.toList());
  }

  private static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
