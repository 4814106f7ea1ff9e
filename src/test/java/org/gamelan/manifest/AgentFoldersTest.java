package org.gamelan.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with files and folders of agents before anything in them is understood. */
class AgentFoldersTest {
  private final Problems problems = new Problems();
  @TempDir private Path root;

  @Test
  void yamlJsonAndSkillsAreFoundAtAnyDepthInOrder() throws IOException {
    write("b.json", "{}");
    write("a.yaml", "");
    write("deep/er/c.yml", "");
    write("skill/SKILL.md", "");
    write("skill/data/not-an-agent.yaml", "");
    write(".hidden.yaml", "");
    write("README.md", "");
    assertThat(names(list(10)))
        .containsExactly("a.yaml", "b.json", "deep/er/c.yml", "skill/SKILL.md");
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void thereIsALimitAndAProblemBeyondIt() throws IOException {
    for (int i = 0; i < 12; i++) {
      write("a" + (char) ('a' + i) + ".yaml", "");
    }
    assertThat(list(10)).hasSize(10);
    Problem told = only();
    assertThat(told.rule()).isEqualTo(Rule.TOO_MANY);
    assertThat(told.file()).endsWith("ak.yaml");
    assertThat(told.message()).contains("more than 10 files");
    assertThat(AgentFolders.MAX_FILES).isEqualTo(10_000);
  }

  @Test
  void foldersThatAreTooDeepAreTold() throws IOException {
    write("x/".repeat(AgentFolders.MAX_DEPTH) + "in.yaml", "");
    write("x/".repeat(AgentFolders.MAX_DEPTH + 1) + "out.yaml", "");
    assertThat(list(10)).hasSize(1);
    assertThat(only().rule()).isEqualTo(Rule.TOO_MANY);
  }

  @Test
  void linksThatLeadInACircleAreNotFollowed() throws IOException {
    write("in/a.yaml", "");
    Files.createSymbolicLink(root.resolve("in/loop"), root);
    assertThat(names(list(10))).containsExactly("in/a.yaml");
    assertThat(only().rule()).isEqualTo(Rule.CYCLE);
  }

  @Test
  void aLinkThatLeadsToItselfIsAProblem() throws IOException {
    Files.createSymbolicLink(root.resolve("a.yaml"), root.resolve("a.yaml"));
    write("b.yaml", "");
    assertThat(names(list(10))).containsExactly("b.yaml");
    assertThat(only().file()).endsWith("a.yaml");
  }

  @Test
  void aFolderOfTwoNamesIsReadOnce() throws IOException {
    write("in/a.yaml", "");
    Files.createSymbolicLink(root.resolve("other"), root.resolve("in"));
    assertThat(list(10)).hasSize(1);
    assertThat(problems.sorted()).isEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsAProblem() {
    assertThat(AgentFolders.list(List.of(root.resolve("gone")), problems)).isEmpty();
    assertThat(only().message()).isEqualTo("Does not exist");
  }

  @Test
  void aHugeFileIsNotRead() throws IOException {
    Path file = root.resolve("huge.yaml");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(1L << 30);
    }
    AtomicInteger reads = new AtomicInteger();
    assertThat(FileText.read(file, problems, path -> new byte[reads.incrementAndGet()])).isEmpty();
    assertThat(reads).hasValue(0);
    assertThat(only().message()).contains("Larger than 1024 KiB");
  }

  @Test
  void aFileThatIsWrittenMeanwhileIsReadAgain() throws IOException {
    Path file = write("a.yaml", "half");
    AtomicInteger reads = new AtomicInteger();
    assertThat(
            FileText.read(
                file,
                problems,
                path -> {
                  byte[] seen = Files.readAllBytes(path);
                  if (reads.incrementAndGet() == 1) {
                    Files.writeString(path, "half and half");
                  }
                  return seen;
                }))
        .contains("half and half");
    assertThat(reads).hasValue(2);
  }

  @Test
  void aFileThatNeverRestsIsAProblem() throws IOException {
    Path file = write("a.yaml", "x");
    assertThat(
            FileText.read(
                file,
                problems,
                path -> {
                  byte[] seen = Files.readAllBytes(path);
                  Files.writeString(
                      path, new String(seen, java.nio.charset.StandardCharsets.UTF_8) + "x");
                  return seen;
                }))
        .isEmpty();
    assertThat(only().message()).contains("changes all the time");
  }

  @Test
  void aFileThatMayNotBeReadIsAProblem() throws IOException {
    Path file = write("a.yaml", "x");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("root may read everything").isFalse();
    assertThat(FileText.read(file, problems)).isEmpty();
    assertThat(only().message()).isEqualTo("Not allowed to read it");
  }

  @Test
  void whatTheSystemRefusesIsToldAsItIs() throws IOException {
    Path file = write("a.yaml", "x");
    assertThat(
            FileText.read(
                file,
                problems,
                path -> {
                  throw new java.nio.file.AccessDeniedException(path.toString());
                }))
        .isEmpty();
    assertThat(only().message()).isEqualTo("Not allowed to read it");
    assertThat(only().suggestion()).isEqualTo("check path and rights");
  }

  @Test
  void whatIsNoTextIsAProblem() throws IOException {
    Path file = root.resolve("a.yaml");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(FileText.read(file, problems)).isEmpty();
    assertThat(only().message()).isEqualTo("Not UTF-8 text");
  }

  private List<AgentFile> list(int most) {
    return AgentFolders.list(List.of(root), problems, most);
  }

  private List<String> names(List<AgentFile> files) {
    return files.stream().map(file -> root.relativize(file.path()).toString()).toList();
  }

  private Problem only() {
    assertThat(problems.sorted()).hasSize(1);
    return problems.sorted().get(0);
  }

  private Path write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
