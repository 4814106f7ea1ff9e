package org.gamelan.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFoldersTest {
  @TempDir Path temp;
  private Path root;
  private Path data;

  @BeforeEach
  void create() throws IOException {
    temp = temp.toRealPath();
    root = Files.createDirectory(temp.resolve("root"));
    data = Files.createDirectory(temp.resolve("data"));
  }

  @Test
  void sourcesOutsideOfTheRootsAreRefused() throws IOException {
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Files.createDirectory(temp.resolve("root-too"));
    Files.createSymbolicLink(root.resolve("out"), outside);

    assertRefused(path(outside.toString()), "source.path", "outside of the folders");
    assertRefused(path("../outside"), "source.path", "outside of the folders");
    assertRefused(path(temp.resolve("root-too").toString()), "source.path", "outside");
    assertRefused(path("out"), "source.path", "outside of the folders");
    assertRefused(path("/"), "source.path", "outside of the folders");
  }

  @Test
  void whatIsNoFolderIsToldApart() throws IOException {
    Files.writeString(root.resolve("file"), "x");

    assertRefused(path("missing"), "source.path", "there is no folder");
    assertRefused(path("file"), "source.path", "is not a folder");
    assertRefused(path(" "), "source.path", "must be a text");
    assertRefused(path("a\0b"), "source.path", "control characters");
    assertRefused(Json.parse("{\"path\": 1}"), "source.path", "must be a text");
    assertRefused(Json.parse("{}"), "source", "exactly one");
    assertRefused(Json.parse("\"text\""), "source", "must be an object");
    assertRefused(Json.parse("{\"path\": \".\", \"x\": 1}"), "source.x", "is unknown");
    assertRefused(Json.parse("{\"path\": \".\", \"ref\": \"x\"}"), "source.ref", "belongs to");
    assertThatCode(() -> folders(true).check(path("."))).doesNotThrowAnyException();
  }

  @Test
  void withoutRootsNoFolderIsOpen() {
    SourceFolders none =
        new SourceFolders(WorkspaceConfig.development(List.of(), data), Clock.systemUTC());

    assertThatThrownBy(() -> none.check(path(root.toString())))
        .hasMessageContaining("GAMELAN_SOURCE_ROOTS");
  }

  @Test
  void onlyPublicHttpsAndFilesInsideTheRootsMayBeCloned() {
    assertRefused(git("ssh://git@example.org/x.git"), "source.git", "https");
    assertRefused(git("git@example.org:x.git"), "source.git", "");
    assertRefused(git("/somewhere/x.git"), "source.git", "https");
    assertRefused(git("ext::sh -c id"), "source.git", "");
    assertRefused(git("https://user:secret@example.org/x"), "source.git", "no user name");
    assertRefused(git("file://" + temp + "/outside"), "source.git", "outside");
    assertRefused(git("file://host/x"), "source.git", "file:///");
    for (String host : List.of("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254")) {
      assertThatThrownBy(() -> folders(false).check(git("https://" + host + "/x.git")))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("is private");
    }
    assertThatCode(() -> folders(true).check(git("http://127.0.0.1/x.git")))
        .doesNotThrowAnyException();
  }

  @Test
  void messagesNeverHoldThePasswordOfAUrl() {
    assertThatThrownBy(() -> folders(true).open(git("https://user:secret@example.org/x")))
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret"));
  }

  @Test
  void repositoriesAreClonedOnceAndReadWithoutTheirHistory() throws Exception {
    repository("one");
    SourceFolders folders = folders(true);

    SourceFolder cloned = folders.open(git("file://" + root + "/repo"));
    assertThat(cloned.read("file.txt", 100).text()).isEqualTo("one");
    assertThat(cloned.name()).isEqualTo("repo");
    assertThat(cloned.list(".")).extracting(SourceEntry::name).containsExactly("file.txt");

    folders.open(git("file://" + root + "/repo"));
    try (var clones = Files.list(data.resolve("sources"))) {
      assertThat(clones).hasSize(1);
    }
  }

  @Test
  void missingRefsAndRepositoriesAreTold() throws Exception {
    repository("one");
    Files.createDirectory(root.resolve("plain"));
    JsonNode ref = Json.object().put("git", "file://" + root + "/repo").put("ref", "none");

    assertThatThrownBy(() -> folders(true).open(ref))
        .isInstanceOf(GamelanException.class)
        .hasMessageContaining("no branch or tag 'none'");
    assertThatThrownBy(() -> folders(true).open(git("file://" + root + "/plain")))
        .isInstanceOf(GamelanException.class)
        .hasMessageContaining("cannot be cloned");
    try (var left = Files.list(data.resolve("sources"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void repositoriesThatAreTooLargeAreNotKept() throws Exception {
    repository("x".repeat(100_000));
    WorkspaceConfig small =
        new WorkspaceConfig(
            List.of(root),
            data,
            true,
            Set.of(),
            10_000,
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            1_000_000);

    assertThatThrownBy(
            () -> new SourceFolders(small, Clock.systemUTC()).open(git("file://" + root + "/repo")))
        .hasMessageContaining("larger than");
    try (var left = Files.list(data.resolve("sources"))) {
      assertThat(left).isEmpty();
    }
  }

  private void repository(String text) throws Exception {
    Path folder = Files.createDirectory(root.resolve("repo"));
    try (Git git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call()) {
      Files.writeString(folder.resolve("file.txt"), text);
      git.add().addFilepattern(".").call();
      git.commit()
          .setSign(false)
          .setAuthor("A", "a@example.org")
          .setCommitter("A", "a@example.org")
          .setMessage("first")
          .call();
    }
  }

  private void assertRefused(JsonNode source, String field, String message) {
    assertThatThrownBy(() -> folders(true).check(source))
        .as("%s", source)
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.errors().get(0).field()).isEqualTo(field))
        .hasMessageContaining(message);
  }

  private SourceFolders folders(boolean development) {
    WorkspaceConfig config = WorkspaceConfig.development(List.of(root), data);
    return new SourceFolders(
        new WorkspaceConfig(
            config.roots(),
            config.dataDir(),
            development,
            Set.of(),
            config.gitBytes(),
            config.gitTimeout(),
            config.gitFresh(),
            config.cacheBytes()),
        Clock.systemUTC());
  }

  private static JsonNode path(String path) {
    return Json.object().put("path", path);
  }

  private static JsonNode git(String url) {
    return Json.object().put("git", url);
  }
}
