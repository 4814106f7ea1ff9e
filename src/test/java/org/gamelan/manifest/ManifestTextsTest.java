package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTextsTest {
  @TempDir private Path folder;

  @Test
  void onlyManifestsAreListed() throws IOException {
    Files.writeString(folder.resolve("stages.yml"), "stages: {}\n");
    Files.writeString(folder.resolve("README.md"), "Read me");
    Files.writeString(folder.resolve("agents.yaml.bak"), "old");
    assertThat(ManifestTexts.list(folder.toString()))
        .containsExactly(new ManifestText("stages.yml", "stages: {}\n"));
  }

  @Test
  void aFolderThatIsGoneHasNone() {
    assertThat(ManifestTexts.list(folder.resolve("gone").toString())).isEmpty();
  }

  @Test
  void builtInFoldersHaveTheirTexts() {
    String origin = ManifestReader.readBuiltIn("plan-review").folder().origin();
    assertThat(ManifestTexts.isBuiltIn(origin)).isTrue();
    assertThat(ManifestTexts.folderName(origin)).isEqualTo("plan-review");
    assertThat(ManifestTexts.list(origin))
        .extracting(ManifestText::name)
        .contains("agents.yaml", "workflow.yaml")
        .doesNotContain("README.md");
  }

  @Test
  void textsOfSeveralFilesAreOneFolderAndProblemsNameTheirFile() {
    ManifestReader.Reading reading =
        ManifestReader.readTexts(
            "mine",
            List.of(
                new ManifestText("agents.yaml", "agents:\n  a: {prompt: Hi, modle: x}\n"),
                new ManifestText("stages.json", "{\"stages\": {\"b\": {\"kind\": \"input\"}}}")));
    assertThat(reading.folder().names(Section.STAGES)).containsExactly("b");
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.file()).isEqualTo("agents.yaml");
              assertThat(problem.line()).isEqualTo(2);
              assertThat(problem.rule()).isEqualTo(Rule.UNKNOWN_KEY);
            });
  }
}
