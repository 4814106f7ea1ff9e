package org.gamelan.agent;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.json.Json;
import org.gamelan.manifest.AgentFile;

/**
 * What sound files of agents said when they were last read, so that they need not be read again
 * while their size, time and identity stay the same. Kept in a file from one start to the next. Not
 * for several threads.
 */
public final class AgentFileCache {
  private static final Logger LOG = Logger.getLogger(AgentFileCache.class.getName());

  /** Raised when files are read in another way. */
  private static final int FORMAT = 1;

  /** A change within the resolution of the file system's clock would not be seen. */
  private static final long RACY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final long MAX_BYTES = 400L * 1024 * 1024;

  private final Clock clock;
  private Map<String, Known> known = new HashMap<>();
  private boolean changed;

  /**
   * A file as it was read.
   *
   * @param readAt nanoseconds since 1970
   */
  record Known(
      String path,
      long size,
      long modified,
      String key,
      long readAt,
      List<AgentDefinition> agents) {

    /** Whether a change after it was read must have changed its time. */
    boolean isCertain() {
      return modified + RACY_NANOS < readAt;
    }
  }

  /** The whole file. */
  record Stored(int format, List<Known> files) {}

  public AgentFileCache(Clock clock) {
    this.clock = clock;
  }

  /** Takes up what an earlier start has kept; what cannot be used is as if it were not there. */
  public void load(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
        return;
      }
      ObjectReader reader = Json.mapper().readerFor(Stored.class);
      Stored stored = reader.readValue(Files.readAllBytes(file));
      if (stored.format() == FORMAT && stored.files() != null) {
        stored.files().forEach(each -> known.put(each.path(), each));
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.INFO,
          "Reads all files of agents anew, {0} cannot be used: {1}",
          new Object[] {file, e.getMessage()});
    }
  }

  /** Keeps what is known for the next start, when it changed since. */
  public void save(Path file) {
    if (!changed) {
      return;
    }
    Stored stored = new Stored(FORMAT, new ArrayList<>(known.values()));
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(fresh, Json.mapper().writeValueAsBytes(stored));
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      changed = false;
    } catch (IOException e) {
      // The next start reads all files, that is all.
      LOG.log(
          Level.WARNING, "Cannot keep what was read of agents in {0}: {1}", new Object[] {file, e});
    }
  }

  /** What a file said, if it is still the same. */
  public Optional<List<AgentDefinition>> find(AgentFile file) {
    Known found = known.get(file.path().toString());
    boolean same =
        found != null
            && found.size() == file.size()
            && found.modified() == file.modified()
            && found.key().equals(file.key())
            && found.isCertain();
    return same ? Optional.of(found.agents()) : Optional.empty();
  }

  /** Remembers what a sound file said. */
  public void put(AgentFile file, List<AgentDefinition> agents) {
    Known now =
        new Known(
            file.path().toString(),
            file.size(),
            file.modified(),
            file.key(),
            TimeUnit.MILLISECONDS.toNanos(clock.millis()),
            List.copyOf(agents));
    changed |= !isSame(known.put(now.path(), now), now);
  }

  private static boolean isSame(Known before, Known now) {
    return before != null
        && before.size() == now.size()
        && before.modified() == now.modified()
        && before.key().equals(now.key())
        && before.isCertain() == now.isCertain();
  }

  /** Works out beforehand what is asked of all agents when they are put into force. */
  public void prepare() {
    known.values().forEach(file -> file.agents().forEach(AgentHashes::of));
  }

  /** Forgets all files but these. */
  public void retain(Collection<AgentFile> files) {
    Map<String, Known> kept = new HashMap<>();
    for (AgentFile file : files) {
      String path = file.path().toString();
      Known each = known.get(path);
      if (each != null) {
        kept.put(path, each);
      }
    }
    changed |= kept.size() < known.size();
    known = kept;
  }

  /** How many files it knows. */
  public int size() {
    return known.size();
  }
}
