package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gamelan.json.Json;
import org.gamelan.manifest.ManifestReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ManifestReaderTest {
  @TempDir Path folder;

  @Test
  void aFolderIsReadWhole() throws IOException {
    write("agents.yaml", "agents:\n  a: {prompt: x}\n");
    write("stages.yml", "stages: {s: {kind: agent, agent: a}}");
    write("memory.json", "{\"memory\": {\"context\": {\"tokens\": 100}}}");
    write("manifest.yaml", "tools: {files.read: {enabled: false}}\nagents: {b: {prompt: y}}");
    write("README.md", "not a manifest");

    Reading reading = ManifestReader.readFolder(folder);

    assertThat(reading.problems()).isEmpty();
    assertThat(reading.folder().name()).isEqualTo(folder.getFileName().toString());
    assertThat(reading.folder().agents()).extracting(AgentManifest::name).containsExactly("a", "b");
    assertThat(reading.folder().names(Section.STAGES)).containsExactly("s");
    assertThat(reading.folder().tools().get(0).enabled()).isFalse();
    assertThat(reading.folder().memory().orElseThrow().contextTokens()).isEqualTo(100);
  }

  @Test
  void anAgentKeepsItsPlaceAndValues() throws IOException {
    write(
        "agents.yaml",
        """
        # two
        agents:
          reviewer:
            description: Checks
            role: reviewer
            model: strong@2
            parameters: {temperature: 0.2, maxOutputTokens: 2000}
            prompt: |
              on: {{ task.title }}
            tools: [files.read]
            skills: [review]
            complexity: {min: 2}
            capacity: 4
            outputSchema: {type: object}
            fallback: senior-reviewer
            enabled: false
        """);

    AgentManifest agent = ManifestReader.readFolder(folder).folder().agents().get(0);

    assertThat(agent.line()).isEqualTo(3);
    assertThat(agent.file()).endsWith("agents.yaml");
    assertThat(agent.entry().origin()).endsWith("agents.yaml:3");
    assertThat(agent.entry().at("/parameters/temperature")).isEqualTo(new Position(7, 31));
    assertThat(agent.model()).contains("strong@2");
    assertThat(agent.parameters().path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(agent.prompt()).isEqualTo("on: {{ task.title }}\n");
    assertThat(agent.minComplexity()).isEqualTo(2);
    assertThat(agent.maxComplexity()).isEqualTo(10);
    assertThat(agent.capacity()).contains(4);
    assertThat(agent.outputSchema()).contains(Json.parse("{\"type\":\"object\"}"));
    assertThat(agent.inputSchema()).isEmpty();
    assertThat(agent.fallback()).contains("senior-reviewer");
    assertThat(agent.enabled()).isFalse();
  }

  @Test
  void brokenEntriesDoNotHideSoundOnes() {
    Reading reading = text("agents:\n  a: {prompt: x}\n  b: {capacity: many}\n");

    assertThat(reading.folder().agents()).extracting(AgentManifest::name).containsExactly("a");
    assertThat(reading.folder().names(Section.AGENTS)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theSameNameInTwoFilesIsTold() throws IOException {
    write("agents.yaml", "agents: {a: {prompt: x}}");
    write("manifest.yaml", "agents:\n  a: {prompt: y}\n");

    assertThat(ManifestReader.readFolder(folder).problems())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.rule()).isEqualTo(Rule.DUPLICATE);
              assertThat(it.file()).endsWith("manifest.yaml");
              assertThat(it.line()).isEqualTo(2);
              assertThat(it.suggestion()).endsWith("agents.yaml:1");
            });
  }

  @Test
  void everyFileIsToldAtOnce() throws IOException {
    write("agents.yaml", "agents: {A: {}}");
    write("stages.yaml", "stages: [");
    write("tools.json", "{\"tools\": }");
    Files.write(folder.resolve("memory.yaml"), new byte[] {(byte) 0xC3, 0x28});
    write("security.yaml", "x".repeat(2_000_000));
    Files.createDirectory(folder.resolve("workflow.yaml"));

    assertThat(ManifestReader.readFolder(folder).problems())
        .extracting(it -> Path.of(it.file()).getFileName() + " " + it.rule().id())
        .containsExactly(
            "agents.yaml bad-name",
            "memory.yaml syntax",
            "security.yaml syntax",
            "stages.yaml syntax",
            "tools.json syntax");
  }

  @Test
  void aFileNameWithAMistakeIsAWarning() throws IOException {
    write("agent.yaml", "agents: {a: {}}");

    assertThat(ManifestReader.readFolder(folder).problems())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.severity()).isEqualTo(Severity.WARNING);
              assertThat(it.suggestion()).contains("agents.yaml");
            });
  }

  @Test
  void aFolderThatIsNotThereIsAProblem() {
    assertThat(ManifestReader.readFolder(folder.resolve("none")).problems())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).isEqualTo("Does not exist"));
  }

  @Test
  void treesAreReadOneLevelDown() throws IOException {
    write("agents.yaml", "agents: {a: {}}");
    Files.createDirectories(folder.resolve("one/two"));
    Files.createDirectories(folder.resolve("empty"));
    write("one/agents.yaml", "agents: {b: {}}");
    write("one/two/agents.yaml", "agents: {c: {}}");

    List<Reading> readings = ManifestReader.readTree(folder);

    assertThat(readings)
        .extracting(it -> it.folder().agents().get(0).name())
        .containsExactly("a", "b");
  }

  @Test
  void wordsThatOlderYamlKnewAsBooleansAreTexts() {
    Reading reading =
        text(
            "schemas: {s: {enum: [yes, no, on, off, y, 2026-11-21, 1:30, 0o17, 0x1F, 1e3, ~,"
                + " True]}}");

    assertThat(Json.write(reading.folder().schemas().get("s").get("enum")))
        .isEqualTo(
            "[\"yes\",\"no\",\"on\",\"off\",\"y\",\"2026-11-21\",\"1:30\",15,31,1E+3,null,true]");
  }

  @Test
  void onIsAKeyOfAnEdge() {
    Reading reading =
        text("workflow: {name: w, start: a, edges: [{from: a, to: b, on: error}], end: b}");

    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void anchorsMayBeUsedButNotAsBombs() {
    assertThat(text("agents: {a: &x {prompt: p}, b: *x}").folder().agents())
        .extracting(AgentManifest::prompt)
        .containsExactly("p", "p");

    StringBuilder bomb = new StringBuilder("schemas:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThat(text(bomb.toString()).problems())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("More than"));
  }

  @Test
  @Timeout(20)
  void whatIsNestedTooDeeplyIsRefused() {
    for (String open : List.of("[", "{a: ", "- ", "? ", "a:\n ")) {
      assertThat(text("schemas: " + open.repeat(50_000)).problems()).isNotEmpty();
    }
    assertThat(ManifestReader.readText("{\"a\":".repeat(50_000), "application/json").problems())
        .isNotEmpty();
  }

  @Test
  void numbersBeyondAllLimitsAreRefused() {
    for (String number : List.of("1e999999999", ".inf", ".nan", "9".repeat(5_000))) {
      assertThat(text("agents: {a: {capacity: " + number + "}}").problems())
          .as(number)
          .isNotEmpty();
    }
  }

  @Test
  void emptyTextsAreEmptyFolders() {
    for (String nothing : List.of("", "\uFEFF", "# only a comment\n", "---\n", "agents:\n")) {
      assertThat(text(nothing).folder().isEmpty()).isTrue();
    }
    assertThat(ManifestReader.readText("", "application/json").folder().isEmpty()).isTrue();
    assertThat(text("").problems()).isEmpty();
  }

  @Test
  void policiesAndMemoryAreTyped() {
    ManifestFolder read =
        text("""
        security:
          mode: safe_mode
          capabilities: {write: workspace}
          agents: {a: {tools: [], capabilities: {network: deny}}}
        memory:
          scopes: {agent: {backend: in-memory, keep: 30d}, task: {}}
        tools:
          files.read: {limits: {bytes: 1MB, lines: 10}}
          weather: {mcp: w, name: get_weather, capabilities: [network], effect: none}
        mcpServers:
          w: {command: [npx, weather], env: {KEY: "env:WEATHER_KEY"}}
        """)
            .folder();

    SecurityManifest security = read.security().orElseThrow();
    assertThat(security.mode()).contains("safe_mode");
    assertThat(security.capabilities()).containsEntry("write", "workspace");
    assertThat(security.agents().get("a").tools()).contains(List.of());
    MemoryManifest memory = read.memory().orElseThrow();
    assertThat(memory.scopes().get("agent"))
        .isEqualTo(new MemoryManifest.Scope("in-memory", Optional.of(Duration.ofDays(30))));
    assertThat(memory.contextOrder()).containsExactly("task", "project", "agent", "global");
    assertThat(read.tools().get(0).bytes("bytes")).contains(1_000_000L);
    assertThat(read.tools().get(0).bytes("lines")).contains(10L);
    assertThat(read.tools().get(1).remoteName()).isEqualTo("get_weather");
    assertThat(read.mcpServers().get(0).toString()).doesNotContain("WEATHER_KEY");
  }

  @Test
  void publishedSchemasAreSoundAndDescribed() {
    assertThat(ManifestSchemas.documents().keySet())
        .containsExactly(
            "agents",
            "tools",
            "schemas",
            "stages",
            "workflow",
            "pipelines",
            "memory",
            "security",
            "manifest");
    ManifestSchemas.documents()
        .values()
        .forEach(it -> assertThat(it.path("description").asText()).isNotEmpty());
  }

  private void write(String file, String content) throws IOException {
    Files.write(folder.resolve(file), content.getBytes(StandardCharsets.UTF_8));
  }

  private static Reading text(String content) {
    return ManifestReader.readText(content, "application/yaml");
  }
}
