package org.gamelan.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Clones in a folder, each named by its key and when it was made. Those that were used lately are
 * never removed, as somebody may be reading them.
 */
final class CloneCache {
  private static final Duration IN_USE = Duration.ofMinutes(10);
  private static final String TEMPORARY = "tmp-";

  private final Path folder;
  private final long mostBytes;
  private final Clock clock;
  private final Map<Path, Instant> used = new ConcurrentHashMap<>();

  private record Entry(Path path, String key, Instant made) {}

  CloneCache(Path folder, long mostBytes, Clock clock) {
    this.folder = folder;
    this.mostBytes = mostBytes;
    this.clock = clock;
  }

  /** The newest clone with this key, unless it is older than it may be. */
  Optional<Path> find(String key, Duration fresh) throws IOException {
    Optional<Path> found =
        entries().stream()
            .filter(entry -> entry.key().equals(key))
            .filter(entry -> entry.made().plus(fresh).isAfter(clock.instant()))
            .max(Comparator.comparing(Entry::made))
            .map(Entry::path);
    found.ifPresent(path -> used.put(path, clock.instant()));
    return found;
  }

  /** A folder to clone into; it does not exist yet. */
  Path temporary() throws IOException {
    Files.createDirectories(folder);
    return folder.toRealPath().resolve(TEMPORARY + UUID.randomUUID());
  }

  /** Takes a finished clone in, and removes what has become too old or too much. */
  Path add(String key, Path temporary) throws IOException {
    Path target = temporary.resolveSibling(key + "-" + clock.millis());
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    used.put(target, clock.instant());
    makeRoom();
    return target;
  }

  private synchronized void makeRoom() throws IOException {
    List<Entry> oldestFirst = new ArrayList<>(entries());
    oldestFirst.sort(Comparator.comparing(this::lastUse));
    long bytes = 0;
    for (Entry entry : oldestFirst) {
      bytes += size(entry.path());
    }
    for (Entry entry : oldestFirst) {
      boolean idle = lastUse(entry).plus(IN_USE).isBefore(clock.instant());
      boolean superseded =
          oldestFirst.stream()
              .anyMatch(o -> o.key().equals(entry.key()) && o.made().isAfter(entry.made()));
      if (idle && (bytes > mostBytes || superseded || entry.key().startsWith(TEMPORARY))) {
        bytes -= size(entry.path());
        used.remove(entry.path());
        delete(entry.path());
      }
    }
  }

  private Instant lastUse(Entry entry) {
    return used.getOrDefault(entry.path(), entry.made());
  }

  private List<Entry> entries() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder.toRealPath())) {
      return paths.map(CloneCache::entry).flatMap(Optional::stream).toList();
    }
  }

  private static Optional<Entry> entry(Path path) {
    String name = path.getFileName().toString();
    int dash = name.lastIndexOf('-');
    try {
      Instant made =
          name.startsWith(TEMPORARY)
              ? Files.getLastModifiedTime(path).toInstant()
              : Instant.ofEpochMilli(Long.parseLong(name.substring(dash + 1)));
      return Optional.of(
          new Entry(path, name.startsWith(TEMPORARY) ? name : name.substring(0, dash), made));
    } catch (NumberFormatException | IOException e) {
      return Optional.empty(); // not one of ours, or removed meanwhile
    }
  }

  /** How many bytes the files below a folder hold. */
  static long size(Path folder) throws IOException {
    long[] bytes = {0};
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE; // removed while we count
          }
        });
    return bytes[0];
  }

  /** Removes a folder with everything in it; follows no links. */
  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
