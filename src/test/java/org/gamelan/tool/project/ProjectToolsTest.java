package org.gamelan.tool.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.tool.Tool;
import org.gamelan.tool.ToolContext;
import org.gamelan.workspace.SourceFolders;
import org.gamelan.workspace.WorkspaceConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectToolsTest {
  @TempDir Path temp;
  private Path root;
  private ProjectSource source;

  @BeforeEach
  void create() throws IOException {
    root = Files.createDirectory(temp.resolve("shop"));
    source =
        new ProjectSource(
            new SourceFolders(
                WorkspaceConfig.development(List.of(temp), temp.resolve("data")),
                Clock.systemUTC()));
  }

  @Test
  void scanTellsWhatTheProjectIs() throws IOException {
    write("pom.xml", POM);
    write(
        "src/main/java/org/shop/Main.java",
        "package org.shop;\n\npublic class Main {\n  public static void main(String[] a) {}\n}\n");
    write("src/test/java/org/shop/MainTest.java", "class MainTest {}");
    write("README.md", "# Shop\n");

    JsonNode scan = call(new ProjectScanTool(source), "{}");

    assertThat(scan.path("name").asText()).isEqualTo("The Shop");
    assertThat(scan.path("version").asText()).isEqualTo("2.1");
    assertThat(scan.at("/counts/files").asInt()).isEqualTo(4);
    assertThat(scan.at("/counts/folders").asInt()).isEqualTo(9);
    assertThat(scan.at("/languages/1/language").asText()).isEqualTo("Java");
    assertThat(scan.at("/languages/1/files").asInt()).isEqualTo(2);
    assertThat(scan.at("/languages/1/lines").asInt()).isEqualTo(6);
    assertThat(scan.at("/buildFiles/0/path").asText()).isEqualTo("pom.xml");
    assertThat(scan.at("/entryPoints/0/name").asText()).isEqualTo("org.shop.Main");
    assertThat(scan.at("/dependencies/count").asInt()).isEqualTo(3);
    assertThat(scan.at("/tree/files").toString()).isEqualTo("[\"README.md\",\"pom.xml\"]");
    assertThat(scan.at("/tree/folders/0/path").asText()).isEqualTo("src");
    assertThat(scan.at("/tree/folders/0/files").asInt()).isEqualTo(2);
    assertThat(scan.path("truncated").asBoolean()).isFalse();
    assertThat(call(new ProjectScanTool(source), "{}")).isEqualTo(scan);
  }

  @Test
  void anEmptyFolderIsScannedToo() {
    JsonNode scan = call(new ProjectScanTool(source), "{}");

    assertThat(scan.path("name").asText()).isEqualTo("shop");
    assertThat(scan.at("/counts/files").asInt()).isZero();
    assertThat(scan.path("languages")).isEmpty();
  }

  @Test
  void withoutASourceTheScanSaysSo() {
    ToolContext none = new ToolContext(null, null, null, null, Duration.ofSeconds(9));

    JsonNode scan = new ProjectScanTool(source).call(Json.parse("{\"path\": null}"), none);

    assertThat(scan.path("hasSource").asBoolean()).isFalse();
    assertThat(scan.path("notice").asText()).contains("no source");
    assertThatThrownBy(() -> new FilesListTool(source).call(Json.object(), none))
        .hasMessageContaining("no source");
  }

  @Test
  void aToolStageMayNameASourceButAnAgentOnlyItsOwn() throws IOException {
    write("a.txt", "x");
    Files.createDirectory(temp.resolve("other"));
    ProjectScanTool scan = new ProjectScanTool(source);
    JsonNode other = Json.object().set("path", sourceOf("other"));

    assertThat(scan.call(other, context(null)).path("name").asText()).isEqualTo("other");
    assertThat(scan.call(Json.object().set("path", sourceOf("shop")), context("agent")))
        .isNotEmpty();
    assertThatThrownBy(() -> scan.call(other, context("agent")))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
    assertThatThrownBy(
            () -> scan.call(Json.parse("{\"path\": \"" + temp + "\"}"), context("agent")))
        .hasMessageContaining("only the source of its task");
    assertThatThrownBy(() -> scan.call(Json.parse("{\"path\": \"../other\"}"), context("agent")))
        .hasMessageContaining("leads out");
    assertThatThrownBy(() -> scan.call(Json.parse("{\"path\": \"missing\"}"), context("agent")))
        .hasMessageContaining("missing");
  }

  @Test
  void linesOfOneFolderOnlyAreCountedBelowIt() throws IOException {
    write("a/x.py", "1\n2\n");
    write("b/y.py", "1\n2\n3");

    JsonNode below = call(new ProjectLanguagesTool(source), "{\"path\": \"b\"}");

    assertThat(below.at("/languages/0/lines").asInt()).isEqualTo(3);
    assertThat(below.at("/counts/files").asInt()).isEqualTo(1);
  }

  @Test
  void languagesAreToldByNameOrFirstLine() throws IOException {
    write("run", "#!/usr/bin/env python3\nprint()\n");
    write("tool", "#!/bin/bash\n");
    write("Dockerfile", "FROM x\n");
    write("unknown.zzz", "x\n");
    Files.write(root.resolve("picture.java"), new byte[] {0, 1, 2, '\n'});

    JsonNode all = call(new ProjectLanguagesTool(source), "{}");

    assertThat(all.path("languages").findValuesAsText("language"))
        .containsExactly("Python", "Dockerfile", "Shell");
    assertThat(all.at("/counts/binaryFiles").asInt()).isEqualTo(1);
    assertThat(all.at("/counts/otherTextFiles").asInt()).isEqualTo(1);
  }

  @Test
  void entryPointsOfManyKindsAreFound() throws IOException {
    write(
        "package.json",
        "{\"name\":\"x\",\"bin\":{\"x\":\"cli.js\"},\"scripts\":{\"start\":\"node .\"}}");
    write("pyproject.toml", "[project.scripts]\nserve = \"app:main\"\n");
    write("app.py", "def main():\n  pass\n\nif __name__ == '__main__':\n    main()\n");
    write("cmd/main.go", "package main\n\nfunc main() {\n}\n");
    write("lib/lib.go", "package lib\n\nfunc main() {}\n");
    write("api/Rest.java", "package api;\n@ApplicationPath(\"/api\")\npublic class Rest {}\n");
    write(
        "boot/App.java",
        """
        package boot;
        @SpringBootApplication
        class App {
          public static void main(String... args) {}
        }
        """);
    write("Fake.java", "// public static void main(String[] args)\nString s = \"main\";\n");
    write("tests/run.py", "if __name__ == '__main__':\n  pass\n");
    write("start", "#!/bin/sh\n");
    Files.setPosixFilePermissions(
        root.resolve("start"), PosixFilePermissions.fromString("rwxr-xr-x"));
    write("notes", "#!/bin/sh\n");

    JsonNode found = call(new ProjectEntryPointsTool(source), "{}").path("entryPoints");

    assertThat(found.findValuesAsText("name"))
        .containsExactly(
            "api.Rest at /api",
            "app.py",
            "boot.App",
            "main.go",
            "x → cli.js",
            "start: node .",
            "serve → app:main",
            "./start");
  }

  @Test
  void dependenciesOfManyEcosystemsAreRead() throws IOException {
    write("pom.xml", POM);
    write(
        "web/package.json",
        "{\"dependencies\":{\"vue\":\"^3\"},\"devDependencies\":{\"vite\":\"5\"}}");
    write("py/pyproject.toml", "[project]\nname='p'\ndependencies=['requests>=2 ; x', 'numpy']\n");
    write(
        "py/requirements.txt", "# none\nflask[async]==3.0  # web\n-r other.txt\nhttps://x/y.whl\n");
    write(
        "g/build.gradle",
        "dependencies {\n  implementation 'a.b:c:1.0'\n  testImplementation(\"d:e\")\n}\n");

    JsonNode found = call(new ProjectDependenciesTool(source), "{}").path("dependencies");

    assertThat(found.path("items").findValuesAsText("name"))
        .containsExactly(
            "a.b:c",
            "d:e",
            "org.a:one",
            "org.b:two",
            "org.c:three",
            "requests",
            "numpy",
            "flask",
            "vue",
            "vite");
    assertThat(found.at("/items/2/version").asText()).isEqualTo("1.5");
    assertThat(found.at("/items/3/version").asText()).isEqualTo("7");
    assertThat(found.at("/items/4").has("version")).isFalse();
    assertThat(found.at("/items/4/scope").asText()).isEqualTo("test");
  }

  @Test
  void brokenAndHostileBuildFilesAreReportedNotFollowed() throws IOException {
    Files.writeString(temp.resolve("secret"), "SECRET");
    write(
        "pom.xml",
        "<!DOCTYPE p [<!ENTITY x SYSTEM \"file://"
            + temp
            + "/secret\">]>"
            + "<project><artifactId>&x;</artifactId></project>");
    write("a/pom.xml", "<project><");
    write("a/package.json", "{broken");
    write("a/pyproject.toml", "= broken");
    write("b/pom.xml", "<a>".repeat(10_000));

    JsonNode found = call(new ProjectScanTool(source), "{}");

    assertThat(found.toString()).doesNotContain("SECRET");
    assertThat(found.at("/dependencies/manifests").findValuesAsText("problem")).hasSize(4);
  }

  @Test
  void filesAreReadInParts() throws IOException {
    write("long.txt", "1\n2\n3\n4\n");

    JsonNode part =
        call(new FilesReadTool(source), "{\"path\":\"long.txt\",\"fromLine\":2,\"lines\":2}");

    assertThat(part.path("text").asText()).isEqualTo("2\n3\n");
    assertThat(part.path("notice").asText()).contains("from line 4");
  }

  @Test
  void linesAreFound() throws IOException {
    write("a/A.java", "class A {\n  // todo: Later\n}\n");
    write("b.txt", "TODO\n");

    FilesSearchTool search = new FilesSearchTool(source);
    assertThat(call(search, "{\"query\":\"todo\"}").path("count").asInt()).isEqualTo(2);
    JsonNode java = call(search, "{\"query\":\"to.o\",\"regex\":true,\"files\":\"*.java\"}");
    assertThat(java.at("/matches/0/line").asInt()).isEqualTo(2);
    assertThat(java.path("count").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> call(search, "{\"query\":\"(\",\"regex\":true}"))
        .hasMessageContaining("regular expression");
  }

  @Test
  void theLargestComeFirst() throws IOException {
    write("a", "1");
    write("b", "333");
    write("c", "22");

    JsonNode found = call(new ProjectLargestTool(source), "{\"limit\": 2}").path("largest");

    assertThat(found.findValuesAsText("path")).containsExactly("b", "c");
  }

  @Test
  void aHugeTreeIsScannedInSecondsAndToldShortly() throws IOException {
    for (int i = 0; i < 200; i++) {
      Path folder = Files.createDirectories(root.resolve("d" + i));
      for (int j = 0; j < 50; j++) {
        Files.write(folder.resolve("f" + j + ".py"), "x = 1\n".getBytes(StandardCharsets.UTF_8));
      }
    }
    long started = System.nanoTime();

    JsonNode scan = call(new ProjectScanTool(source), "{}");

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    assertThat(scan.at("/counts/lines").asInt()).isEqualTo(10_000);
    assertThat(scan.at("/tree/truncated").asBoolean()).isTrue();
    assertThat(scan.toString().length()).isLessThan(30_000);
  }

  @Test
  void everySchemaCompiles() {
    List<Tool> tools = ProjectTools.of(source);
    for (Tool tool : tools) {
      JsonSchema schema = JsonSchema.compile(tool.definition().inputSchema());
      assertThat(schema.validate(Json.parse("{\"nonsense\": 1}"))).isNotEmpty();
    }
    JsonSchema scan = JsonSchema.compile(tools.get(0).definition().inputSchema());
    assertThat(scan.validate(Json.parse("{\"path\": {\"path\": \".\"}}"))).isEmpty();
    assertThat(scan.validate(Json.parse("{\"path\": null}"))).isEmpty();
  }

  private static final String POM =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <artifactId>shop</artifactId>
        <version>2.1</version>
        <name>The Shop</name>
        <properties><one.version>1.5</one.version></properties>
        <dependencyManagement><dependencies>
          <dependency><groupId>org.b</groupId><artifactId>two</artifactId><version>7</version></dependency>
        </dependencies></dependencyManagement>
        <dependencies>
          <dependency><groupId>org.a</groupId><artifactId>one</artifactId><version>${one.version}</version></dependency>
          <dependency><groupId>org.b</groupId><artifactId>two</artifactId></dependency>
          <dependency><groupId>org.c</groupId><artifactId>three</artifactId><scope>test</scope></dependency>
        </dependencies>
        <build><plugins><plugin><dependencies>
          <dependency><groupId>org.p</groupId><artifactId>plugin</artifactId></dependency>
        </dependencies></plugin></plugins></build>
      </project>
      """;

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private JsonNode call(Tool tool, String arguments) {
    return tool.call(Json.parse(arguments), context(null));
  }

  private ToolContext context(String agent) {
    return new ToolContext(null, null, agent, sourceOf("shop"), Duration.ofSeconds(30));
  }

  private JsonNode sourceOf(String folder) {
    return Json.object().put("path", temp.resolve(folder).toString());
  }
}
