package org.gamelan.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.manifest.AgentFile;
import org.gamelan.manifest.AgentFolders;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/**
 * Sees whether files of definitions changed: by their names, sizes and times, without reading them.
 * It keeps one number, however many files there are. Not for several threads at once.
 */
final class ManifestWatch {
  /** Between two looks, so that a change is noticed in under a second. */
  static final long PAUSE_MILLIS = 400;

  /** Where there is much to look at, looking takes a tenth of the time at most. */
  private static final int REST = 10;

  private final ManifestConfig manifests;
  private final AgentConfig agents;
  private final LongSupplier nanos;
  private volatile long seen;
  private volatile long tookNanos;

  ManifestWatch(ManifestConfig manifests, AgentConfig agents) {
    this(manifests, agents, System::nanoTime);
  }

  ManifestWatch(ManifestConfig manifests, AgentConfig agents, LongSupplier nanos) {
    this.manifests = manifests;
    this.agents = agents;
    this.nanos = nanos;
  }

  /** Whether something changed since the last look. */
  boolean look() {
    long start = nanos.getAsLong();
    long now = fingerprint();
    tookNanos = nanos.getAsLong() - start;
    boolean changed = now != seen;
    seen = now;
    return changed;
  }

  /**
   * How long to wait for the next look. What is done about a change does not count, or the next
   * change would wait for it.
   */
  long pauseMillis() {
    return Math.max(PAUSE_MILLIS, REST * TimeUnit.NANOSECONDS.toMillis(tookNanos));
  }

  /** Has the next look see a change. */
  void forget() {
    seen = 0;
  }

  /** Which of the files that could not be read may be read now: rights change no file's time. */
  static long readable(Collection<Problem> problems) {
    return problems.stream()
        .filter(problem -> problem.rule() == Rule.SYNTAX)
        .map(Problem::file)
        .distinct()
        .filter(file -> Files.isReadable(Path.of(file)))
        .mapToLong(String::hashCode)
        .reduce(1, (sum, file) -> 31 * sum + file);
  }

  private long fingerprint() {
    long sum = 1;
    List<Path> folders = AgentPaths.of(agents, manifests);
    for (AgentFile file : AgentFolders.list(folders, new Problems())) {
      sum = 31 * sum + file.hashCode();
    }
    for (Path folder : manifests.folders()) {
      sum = 31 * sum + files(folder);
      for (Path child : AgentPaths.children(folder)) {
        sum = 31 * sum + files(child);
      }
    }
    return sum;
  }

  private static long files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    long sum = folder.hashCode();
    try (Stream<Path> listed = Files.list(folder)) {
      for (Path file : listed.sorted().toList()) {
        sum = 31 * sum + file(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A folder that cannot be read is told when it is read; here it only looks different.
      sum = 31 * sum + Objects.hashCode(e.getClass());
    }
    return sum;
  }

  private static long file(Path file) {
    try {
      BasicFileAttributes seen = Files.readAttributes(file, BasicFileAttributes.class);
      return seen.isRegularFile()
          ? Objects.hash(file, seen.size(), seen.lastModifiedTime(), seen.fileKey())
          : 0;
    } catch (IOException e) {
      // Gone since the folder was listed.
      return file.hashCode();
    }
  }
}
