package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestWatchTest {
  @TempDir private Path root;
  private Path manifests;
  private Path named;
  private ManifestWatch watch;

  @BeforeEach
  void folders() throws IOException {
    manifests = Files.createDirectories(root.resolve("manifests"));
    named = Files.createDirectories(root.resolve("named"));
    watch =
        new ManifestWatch(
            new ManifestConfig(List.of(manifests)),
            new AgentConfig(List.of(named), Optional.of(root.resolve("data")), true));
    watch.look();
  }

  @Test
  void aFileThatMayBeReadNowIsNoticedThoughItsTimeIsTheSame() throws IOException {
    Path file = Files.createTempDirectory("gamelan-rights").resolve("a.yaml");
    Problems problems = new Problems();
    problems.error(file.toString(), Position.START, Rule.SYNTAX, "Not allowed to read it");
    long before = ManifestWatch.readable(problems.sorted());
    assertThat(ManifestWatch.readable(problems.sorted())).isEqualTo(before);
    Files.writeString(file, "prompt: x\n");
    assertThat(ManifestWatch.readable(problems.sorted())).isNotEqualTo(before);
    Files.delete(file);
    Files.delete(file.getParent());
  }

  @Test
  void nothingIsSeenWhereNothingChanged() {
    assertThat(watch.look()).isFalse();
    assertThat(watch.look()).isFalse();
  }

  @Test
  void newChangedAndRemovedFilesAreSeenOnceEach() throws IOException {
    for (Path file :
        List.of(
            manifests.resolve("agents.yaml"),
            manifests.resolve("flow/workflow.yaml"),
            manifests.resolve("flow/agents/a.yaml"),
            named.resolve("deep/b.yaml"),
            root.resolve("data/agents/c.yaml"))) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
      assertSeenOnce(file);
      Files.writeString(file, "xy");
      assertSeenOnce(file);
      Files.delete(file);
      assertSeenOnce(file);
    }
  }

  @Test
  void aFileThatTakesTheTimeAndSizeOfAnotherIsSeen() throws IOException {
    Path file = Files.writeString(named.resolve("a.yaml"), "x");
    watch.look();
    Path other = Files.writeString(root.resolve("other"), "y");
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertSeenOnce(file);
  }

  @Test
  void whatCouldNotBeFollowedIsSeenAgain() {
    watch.forget();
    assertThat(watch.look()).isTrue();
  }

  @Test
  void onlyLookingCountsForThePauseAfterIt() {
    AtomicLong now = new AtomicLong();
    AtomicLong look = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(3));
    ManifestWatch timed =
        new ManifestWatch(
            new ManifestConfig(List.of(manifests)),
            new AgentConfig(List.of(named), Optional.empty(), true),
            () -> now.addAndGet(look.get()));
    timed.look();
    now.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(timed.pauseMillis()).isEqualTo(ManifestWatch.PAUSE_MILLIS);
    look.set(TimeUnit.MILLISECONDS.toNanos(90));
    timed.look();
    assertThat(timed.pauseMillis()).isEqualTo(900);
  }

  @Test
  void foldersOfAgentsAreDerivedAndNamed() throws IOException {
    Files.createDirectories(root.resolve("data/agents"));
    Files.createDirectories(manifests.resolve("agents"));
    Files.createDirectories(manifests.resolve("flow/agents"));
    assertThat(
            AgentPaths.of(
                new AgentConfig(List.of(named), Optional.of(root.resolve("data")), true),
                new ManifestConfig(List.of(manifests))))
        .containsExactly(
            root.resolve("data/agents"),
            manifests.resolve("agents"),
            manifests.resolve("flow/agents"),
            named);
  }

  private void assertSeenOnce(Path file) {
    assertThat(watch.look()).as("%s", file).isTrue();
    assertThat(watch.look()).as("%s", file).isFalse();
  }
}
