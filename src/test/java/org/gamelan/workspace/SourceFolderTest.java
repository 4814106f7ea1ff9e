package org.gamelan.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFolderTest {
  @TempDir Path temp;
  private Path root;
  private Path secret;
  private SourceFolders folders;

  @BeforeEach
  void create() throws IOException {
    root = Files.createDirectory(temp.resolve("project"));
    secret = Files.writeString(temp.resolve("secret.txt"), "secret");
    folders =
        new SourceFolders(
            WorkspaceConfig.development(List.of(root), root.resolve("data")), Clock.systemUTC());
  }

  @Test
  void walksFilesInTheOrderOfNames() throws IOException {
    write("b.txt", "b");
    write("a/z.txt", "z");
    write("a/a/deep.txt", "d");
    write(".hidden", "h");

    assertThat(walk()).containsExactly(".hidden", "a/a/deep.txt", "a/z.txt", "b.txt");
  }

  @Test
  void leavesOutWhatGitIgnoresAndGitItself() throws IOException {
    write(".git/config", "url = https://user:token@host/");
    write(".git/info/exclude", "private.txt\n");
    write(".gitignore", "target/\n*.log\n!keep.log\n/only-top\n");
    write("a/.gitignore", "own\n!important.log\n");
    write("target/x.class", "x");
    write("a/target/x.class", "x");
    write("a/own", "x");
    write("own", "x");
    write("private.txt", "x");
    write("a.log", "x");
    write("keep.log", "x");
    write("a/important.log", "x");
    write("only-top", "x");
    write("a/only-top", "x");

    assertThat(walk())
        .containsExactly(
            ".gitignore", "a/.gitignore", "a/important.log", "a/only-top", "keep.log", "own");
    assertThatThrownBy(() -> open().read(".git/config", 100)).hasMessageContaining("not part");
    assertThatThrownBy(() -> open().read("private.txt", 100)).hasMessageContaining("not part");
    assertThatThrownBy(() -> open().read("target/x.class", 100)).hasMessageContaining("not part");
  }

  @Test
  void rulesOfTheRepositoryHoldInItsFolders() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main");
    write(".gitignore", "build/\n/sub/local\n");
    write("sub/build/x", "x");
    write("sub/local", "x");
    write("sub/kept", "x");

    assertThat(walk(open("sub"))).containsExactly("kept");
  }

  @Test
  void gamelansOwnDataIsNeverShown() throws IOException {
    write("data/admin.json", "{}");
    write("a.txt", "a");

    assertThat(walk()).containsExactly("a.txt");
    assertThatThrownBy(() -> open().read("data/admin.json", 100)).hasMessageContaining("not part");
    assertThatThrownBy(() -> open("data")).hasMessageContaining("own data");
  }

  @Test
  void linksOutAreNeitherFollowedNorRead() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), secret);
    Files.createSymbolicLink(root.resolve("folder"), temp);
    Files.createSymbolicLink(root.resolve("etc"), Path.of("/etc"));

    assertThat(walk()).isEmpty();
    for (String path : List.of("link", "folder/secret.txt", "etc/passwd")) {
      assertThatThrownBy(() -> open().read(path, 100))
          .isInstanceOfSatisfying(
              GamelanException.class,
              e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
    }
  }

  @Test
  void linksInsideAreReadButLeadNoWalkAround() throws IOException {
    write("a/file.txt", "content");
    Files.createSymbolicLink(root.resolve("a/loop"), root);
    Files.createSymbolicLink(root.resolve("self"), root.resolve("self"));
    Files.createSymbolicLink(root.resolve("inside"), root.resolve("a/file.txt"));

    assertThat(walk()).containsExactly("a/file.txt");
    assertThat(open().read("inside", 100).text()).isEqualTo("content");
    assertThat(open().read("a/loop/a/file.txt", 100).text()).isEqualTo("content");
    assertThatThrownBy(() -> open().read("self", 100)).isInstanceOf(GamelanException.class);
  }

  @Test
  void pathsOutAreRefused() throws IOException {
    write("a.txt", "a");
    for (String path :
        List.of("../secret.txt", "a/../../secret.txt", secret.toString(), "..", "/", "./../x")) {
      assertThatThrownBy(() -> open().read(path, 100))
          .isInstanceOfSatisfying(
              GamelanException.class,
              e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED));
    }
    assertThatThrownBy(() -> open().read("a\0b", 100)).hasMessageContaining("valid path");
    assertThatThrownBy(() -> open().read("missing", 100)).hasMessageContaining("There is no");
    assertThatThrownBy(() -> open().read("", 100)).hasMessageContaining("is a folder");
  }

  @Test
  void readsTextUpToALimitWithoutCuttingACharacter() throws IOException {
    write("text.txt", "aä€😀 end");

    assertThat(open().read("text.txt", 5).text()).isEqualTo("aä");
    assertThat(open().read("text.txt", 6).text()).isEqualTo("aä€");
    assertThat(open().read("text.txt", 9).text()).isEqualTo("aä€");
    SourceText all = open().read("./text.txt", 1000);
    assertThat(all.text()).isEqualTo("aä€😀 end");
    assertThat(all.truncated()).isFalse();
    assertThat(all.path()).isEqualTo("text.txt");
  }

  @Test
  void readsLinesFromTheMiddle() throws IOException {
    write("text.txt", "1\n2\n3\n4\n");

    SourceText text = open().read("text.txt", 2, 2, 100);
    assertThat(text.text()).isEqualTo("2\n3\n");
    assertThat(text.truncated()).isTrue();
    assertThat(open().read("text.txt", 9, 2, 100).text()).isEmpty();
  }

  @Test
  void tellsBinariesAndOtherEncodings() throws IOException {
    Files.write(root.resolve("image"), new byte[] {1, 0, 2});
    Files.write(root.resolve("latin"), "gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(root.resolve("wide"), "grün".getBytes(StandardCharsets.UTF_16));

    assertThat(open().read("image", 100).binary()).isTrue();
    assertThat(open().read("latin", 100).text()).isEqualTo("gr\uFFFDn");
    assertThat(open().read("wide", 100).text()).isEqualTo("grün");
  }

  @Test
  void devicesAreSkipped() throws IOException, InterruptedException {
    Process mkfifo = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();

    assertThat(walk()).isEmpty();
    assertThatThrownBy(() -> open().read("pipe", 10)).hasMessageContaining("neither a file");
  }

  @Test
  void walksEndAtTheirLimits() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("d/".repeat(i) + "f" + i, "x");
    }
    WalkOutcome few = open().walk(new WalkLimits(5, 64, Duration.ofSeconds(9)), file -> {});
    assertThat(few.files()).isEqualTo(5);
    assertThat(few.truncated()).contains("more than 5 files");
    WalkOutcome flat = open().walk(new WalkLimits(99, 3, Duration.ofSeconds(9)), file -> {});
    assertThat(flat.files()).isEqualTo(4);
    assertThat(flat.truncated()).contains("deeper than 3");
    WalkOutcome quick = open().walk(new WalkLimits(99, 64, Duration.ZERO), file -> {});
    assertThat(quick.truncated()).contains("longer");
    WalkOutcome whole = open().walk(WalkLimits.DEFAULT, file -> {});
    assertThat(whole.files()).isEqualTo(20);
    assertThat(whole.truncated()).isNull();
  }

  @Test
  void whatCannotBeReadIsCounted() throws IOException {
    write("a", "a");
    write("b", "b");
    WalkOutcome outcome =
        open()
            .walk(
                WalkLimits.DEFAULT,
                file -> {
                  if (file.name().equals("a")) {
                    throw new IOException("denied");
                  }
                });
    assertThat(outcome.skipped()).isEqualTo(1);
  }

  @Test
  void namesThatAreNoUtf8DoNotStopTheWalk() throws IOException, InterruptedException {
    Process touch =
        new ProcessBuilder("sh", "-c", "printf x > \"$(printf '" + root + "/na\\377me')\"").start();
    assertThat(touch.waitFor()).isZero();
    write("other", "x");

    assertThat(walk()).hasSize(2);
  }

  @Test
  void listsAFolder() throws IOException {
    write("b.txt", "123");
    write("a/c.txt", "c");

    assertThat(open().list("."))
        .containsExactly(new SourceEntry("a", true, 0), new SourceEntry("b.txt", false, 3));
    assertThat(open().list("a")).extracting(SourceEntry::name).containsExactly("c.txt");
    assertThatThrownBy(() -> open().list("b.txt")).hasMessageContaining("not a folder");
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private SourceFolder open() {
    return open(".");
  }

  private SourceFolder open(String path) {
    ObjectNode source = JsonNodeFactory.instance.objectNode().put("path", path);
    return folders.open(source);
  }

  private List<String> walk() {
    return walk(open());
  }

  private static List<String> walk(SourceFolder folder) {
    List<String> paths = new ArrayList<>();
    folder.walk(WalkLimits.DEFAULT, file -> paths.add(file.path()));
    return paths;
  }
}
