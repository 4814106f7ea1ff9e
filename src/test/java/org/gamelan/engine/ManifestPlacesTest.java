package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestPlacesTest {
  @TempDir private Path temporary;
  private Path root;
  private Path outside;
  private ManifestPlaces places;

  @BeforeEach
  void prepare() throws IOException {
    root = Files.createDirectory(temporary.resolve("manifests"));
    outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createDirectory(root.resolve("notes"));
    Files.createDirectory(root.resolve("agents"));
    Files.createSymbolicLink(root.resolve("linked"), outside);
    places = new ManifestPlaces(List.of(root));
  }

  @Test
  void theFolderItselfAndThoseInItMayBeChangedButNoLinksAndNoAgents() {
    assertThat(places.folders()).containsExactly(root, root.resolve("notes"));
  }

  @Test
  void aFolderThatIsNotThereYetMayBeMade() {
    assertThat(places.require(root.resolve("new").toString(), "manifest.yaml"))
        .isEqualTo(root.resolve("new").resolve("manifest.yaml"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../outside", "/notes/../../outside", "/linked", "/agents", "/a/b", "/.x"})
  void nothingElseMay(String way) {
    assertThatThrownBy(() -> places.require(root + way, "manifest.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("directly in it");
    assertThat(places.find(root + way, "manifest.yaml")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/etc", "relative", "\0"})
  void noOtherPathMay(String folder) {
    assertThatThrownBy(() -> places.require(folder, "manifest.yaml"))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../agents.yaml", "notes.yaml", "agents.sh", "agents.yaml/x", "", ".yaml"})
  void onlyNamesOfManifestsMay(String file) {
    assertThatThrownBy(() -> places.require(root.toString(), file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("manifest.yaml");
  }

  @Test
  void aLinkInThePlaceOfAFileIsLeftAlone() throws IOException {
    Path target = Files.writeString(outside.resolve("secret.yaml"), "kept");
    Files.createSymbolicLink(root.resolve("agents.yaml"), target);
    assertThatThrownBy(() -> places.require(root.toString(), "agents.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a link");
  }

  @Test
  void withoutAFolderItSaysWhatToSet() {
    assertThatThrownBy(() -> new ManifestPlaces(List.of()).require("/x", "agents.yaml"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("GAMELAN_MANIFESTS_WRITABLE");
  }

  @Test
  void filesAreReplacedWholeAndNothingIsLeftBeside() throws IOException {
    Path file = root.resolve("new").resolve("manifest.yaml");
    FolderFiles.write(file, "first");
    String hash = FolderFiles.read(file).hash();
    FolderFiles.write(file, "second ☺");
    assertThat(FolderFiles.read(file).text()).isEqualTo("second ☺");
    assertThat(FolderFiles.read(file).hash()).isNotEqualTo(hash);
    try (var listed = Files.list(file.getParent())) {
      assertThat(listed).containsExactly(file);
    }
  }

  @Test
  void whatIsTooLargeIsNotRead() throws IOException {
    Path file = Files.writeString(root.resolve("agents.yaml"), "#".repeat(1024 * 1024 + 1));
    assertThatThrownBy(() -> FolderFiles.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("1024 KiB");
  }

  @Test
  void whatCannotBeWrittenIsTold() {
    assertThatThrownBy(() -> FolderFiles.write(root.resolve("a").resolve("b").resolve("c"), "x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be written");
  }
}
