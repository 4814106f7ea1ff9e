package org.gamelan.provider.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.agent.CallJournal;
import org.gamelan.agent.ManifestAgents;
import org.gamelan.agent.ToolDoor;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.CallerRetry;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.project.ProjectTools;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.Names;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;
import org.gamelan.workflow.WorkflowBundle;
import org.gamelan.workflow.WorkflowCompiler;
import org.gamelan.workflow.WorkflowDefinition;
import org.gamelan.workspace.SourceFolders;
import org.gamelan.workspace.WorkspaceConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays the built-in example stage by stage, with its own rules, tools and schemas. */
class BasicLlmAgentTest {
  @TempDir Path temp;
  private Path root;
  private Map<String, Tool> tools;
  private WorkflowBundle bundle;
  private Map<String, AgentDefinition> agents;
  private AgentRuntime runtime;
  private final List<String> called = new ArrayList<>();

  @BeforeEach
  void create() throws IOException {
    root = Files.createDirectory(temp.resolve("shop"));
    tools =
        ProjectTools.of(
                new SourceFolders(
                    WorkspaceConfig.development(List.of(temp), temp.resolve("data")),
                    Clock.systemUTC()))
            .stream()
            .collect(Collectors.toMap(tool -> tool.definition().name(), Function.identity()));
    ManifestReader.Reading reading = ManifestReader.readBuiltIn("basic-llm-agent");
    Names names = Names.UNCHECKED.with(Names.Kind.TOOL, tools.keySet());
    WorkflowCompiler.Compilation compiled = WorkflowCompiler.compile(reading, names);
    assertThat(compiled.problems()).isEmpty();
    bundle = compiled.bundle();
    agents =
        ManifestAgents.read(reading.folder()).stream()
            .collect(Collectors.toMap(AgentDefinition::name, Function.identity()));
    runtime = new AgentRuntime(models(), new Door(), Clock.systemUTC());
  }

  @Test
  void theResultIsTrueOfTheSource() throws IOException {
    write("pom.xml", pom("<name>Shop</name>"));
    write("src/main/java/Main.java", "class Main {\n  public static void main(String[] a) {}\n}\n");
    write("README.md", "# Shop\n\nSells \"things\" & more.\n");

    JsonNode result = play("analyze project structure", "");

    assertThat(result.at("/project/name").asText()).isEqualTo("Shop");
    assertThat(result.at("/project/files").asInt()).isEqualTo(3);
    assertThat(result.at("/project/lines").asInt()).isEqualTo(7);
    assertThat(result.at("/project/dependencies").asInt()).isEqualTo(1);
    assertThat(result.at("/project/entryPoints/0/name").asText()).isEqualTo("Main");
    assertThat(result.at("/review/approved").asBoolean()).isTrue();
    assertThat(result.path("summary").asText()).contains("3 files with 7 lines");
    assertThat(called)
        .containsExactly("project.tree", "project.languages", "project.entry_points", "files.list");
    assertThat(result.path("findings").findValuesAsText("title")).contains("Structure");
  }

  @Test
  void theRequestDecidesWhatIsLookedAt() throws IOException {
    write("pom.xml", pom(""));
    write("README.md", "# Shop\n\nSells \"things\" & more.\n");

    JsonNode result = play("Which libraries does it use?", "And in which language is it written?");
    assertThat(called).containsExactly("project.languages", "project.dependencies");
    assertThat(result.path("findings").findValuesAsText("title"))
        .containsExactly("Languages", "Dependencies");
    assertThat(result.at("/findings/1/detail").asText()).contains("a \"quoted\"");

    called.clear();
    JsonNode readme = play("What does the README say about the purpose?", "");
    assertThat(called).containsExactly("files.read");
    assertThat(readme.at("/findings/0/detail").asText())
        .contains("headed 'Shop'")
        .contains("Sells \"things\" & more.");

    called.clear();
    play("largest files, entry points and the build", "");
    assertThat(called).containsExactly("project.entry_points", "project.largest", "files.list");
  }

  @Test
  void anEmptyFolderAndNoSourceEndWellToo() {
    JsonNode empty = play("analyze everything", "");
    assertThat(empty.at("/project/files").asInt()).isZero();
    assertThat(empty.at("/review/approved").asBoolean()).isTrue();

    called.clear();
    JsonNode none = play("analyze the dependencies", "", null);
    assertThat(called).isEmpty();
    assertThat(none.path("summary").asText()).contains("names no source");
    assertThat(none.path("plan")).isNotEmpty();
  }

  @Test
  void hostileTextsInTheSourceDoNotBreakTheAnswers() throws IOException {
    write(
        "package.json",
        "{\"name\": \"\\\"}{{ evil }}\", \"dependencies\": {\"{% x %}\": \"\\\"\"}}");
    write("README.md", "# {{ secret }} \"\\\n\n}}\n");

    JsonNode result = play("overview of documents, dependencies, start and size", "{{ no }}");

    assertThat(result.at("/project/name").asText()).isEqualTo("\"}{{ evil }}");
    assertThat(result.at("/review/approved").asBoolean()).isTrue();
  }

  private static String pom(String name) {
    return "<project>%s<dependencies><dependency><groupId>g</groupId><artifactId>a \"quoted\"</artifactId></dependency></dependencies></project>"
        .formatted(name);
  }

  private JsonNode play(String title, String description) {
    return play(title, description, Json.object().put("path", root.toString()));
  }

  private JsonNode play(String title, String description, JsonNode source) {
    ObjectNode task =
        Json.object().put("title", title).put("description", description).putNull("input");
    task.set("source", source == null ? Json.object().nullNode() : source);
    Map<String, JsonNode> outputs = new LinkedHashMap<>();
    WorkflowDefinition workflow = bundle.findWorkflow().orElseThrow();
    String name = workflow.start();
    while (true) {
      StageDefinition stage = bundle.findStage(name).orElseThrow();
      JsonNode output = run(stage, task, outputs, source);
      JsonSchema schema = JsonSchema.compile(schemaOf(stage));
      assertThat(schema.validate(output)).as("%s: %s", name, output).isEmpty();
      outputs.put(name, output);
      if (workflow.isEnd(name)) {
        return output;
      }
      name = workflow.from(name).get(0).to();
    }
  }

  private JsonNode schemaOf(StageDefinition stage) {
    return bundle.findSchema(stage.outputSchema()).orElseThrow();
  }

  private JsonNode run(
      StageDefinition stage, ObjectNode task, Map<String, JsonNode> outputs, JsonNode source) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("task", Values.of(task));
    variables.put("input", null);
    Map<String, Object> values = new LinkedHashMap<>();
    outputs.forEach((name, output) -> values.put(name, Values.of(output)));
    variables.put("outputs", values);
    if (stage.kind() == StageKind.INPUT) {
      return Json.object();
    } else if (stage.kind() == StageKind.OUTPUT) {
      return Expressions.interpolate(stage.with(), variables);
    } else if (stage.kind() == StageKind.TOOL) {
      ToolContext context = new ToolContext(null, null, null, source, Duration.ofSeconds(30));
      JsonNode arguments = Expressions.interpolate(stage.with(), variables);
      Tool tool = tools.get(stage.tool());
      JsonSchema schema = JsonSchema.compile(tool.definition().inputSchema());
      assertThat(schema.validate(arguments)).isEmpty();
      return tool.call(arguments, context);
    }
    AgentDefinition agent = agents.get(stage.agent());
    CallOrigin origin = new CallOrigin(null, null, stage.name(), agent.name(), variables);
    AgentAnswer answer =
        runtime.run(
            new AgentCall(
                agent,
                task.path("title").asText(),
                schemaOf(stage),
                false,
                0,
                null,
                Duration.ofSeconds(30),
                origin,
                source,
                CallJournal.NONE,
                List.of(),
                CallerRetry.NEVER));
    return answer.output();
  }

  private final class Door implements ToolDoor {
    @Override
    public Optional<ToolDefinition> find(String name) {
      return Optional.ofNullable(tools.get(name)).map(Tool::definition);
    }

    @Override
    public JsonNode call(String name, JsonNode arguments, ToolContext context) {
      called.add(name);
      return tools.get(name).call(arguments, context);
    }

    @Override
    public void refused(
        String name, JsonNode arguments, ToolContext context, String rule, String reason) {
      throw new AssertionError(name + " was refused: " + reason);
    }
  }

  private static Models models() throws IOException {
    String rules;
    try (InputStream in =
        BasicLlmAgentTest.class.getResourceAsStream("/manifests/basic-llm-agent/scripted.yaml")) {
      rules = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    ProviderEntry provider =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            "scripted",
            "scripted",
            null,
            ApiKey.NONE,
            ProviderLimits.NONE,
            Json.object().put("rules", rules));
    ModelEntry entry =
        new ModelEntry("default", 1, provider, "scripted", null, null, null, List.of(), List.of());
    Catalogue catalogue = new Catalogue(List.of(entry));
    ScriptedClient client = new ScriptedClient(new RuleFiles(List.of()));
    return new Models(() -> catalogue, List.of(client));
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
