package org.gamelan.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
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

  private final ManifestConfig manifests;
  private final AgentConfig agents;
  private volatile long seen;

  ManifestWatch(ManifestConfig manifests, AgentConfig agents) {
    this.manifests = manifests;
    this.agents = agents;
  }

  /** Whether something changed since the last look. */
  boolean look() {
    long now = fingerprint();
    boolean changed = now != seen;
    seen = now;
    return changed;
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
