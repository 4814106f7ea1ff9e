package org.gamelan.workspace;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;

/**
 * Git repositories as sources: cloned without history into the data folder, shared by all tasks
 * that name the same URL and ref, kept for a while and then fetched anew. Old clones make room for
 * new ones.
 */
final class GitSources {
  private static final int LOCKS = 16;

  private final WorkspaceConfig config;
  private final HostPolicy hosts;
  private final CloneCache cache;
  private final List<ReentrantLock> locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toList();

  GitSources(WorkspaceConfig config, Clock clock) {
    this.config = config;
    this.hosts = new HostPolicy(config.development(), config.privateHosts());
    this.cache = new CloneCache(config.dataDir().resolve("sources"), config.cacheBytes(), clock);
  }

  static boolean isFile(String git) {
    return git.startsWith("file:");
  }

  /** The folder that a {@code file:} URL names. */
  static String filePath(String git) {
    URI uri = parse(git);
    if (uri.getPath() == null || (uri.getHost() != null && !uri.getHost().isEmpty())) {
      throw new InvalidInputException("source.git", "must look like file:///folder");
    }
    return uri.getPath();
  }

  /**
   * Checks the form of the URL and its host, without fetching anything.
   *
   * @throws InvalidInputException naming {@code source.git}
   */
  void check(SourceReference reference) {
    try {
      hosts.check(remoteHost(reference.git()));
    } catch (GamelanException e) {
      if (e.kind() != FailureKind.NETWORK) {
        throw refusal(e);
      } // whoever creates a task need not wait until a name server is back
    }
  }

  private static GamelanException refusal(GamelanException e) {
    return e instanceof InvalidInputException
        ? e
        : new InvalidInputException("source.git", e.getMessage());
  }

  SourceFolder open(SourceReference reference) {
    if (!isFile(reference.git())) {
      hosts.check(remoteHost(reference.git()));
    }
    String key = key(reference);
    ReentrantLock lock = locks.get(Math.floorMod(key.hashCode(), LOCKS));
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GamelanException(
          FailureKind.TIMEOUT, "Waiting for the clone of the source took too long.", e);
    }
    try {
      Path folder = fresh(reference, key);
      return new SourceFolder(
          folder, name(reference.git()), folder.resolve(".git"), "", IgnoreRules.NONE);
    } catch (IOException e) {
      throw new GamelanException(
          FailureKind.TOOL, "The clone of the source cannot be stored: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private Path fresh(SourceReference reference, String key) throws IOException {
    Optional<Path> known = cache.find(key, config.gitFresh());
    if (known.isPresent()) {
      return known.get();
    }
    Path temporary = cache.temporary();
    try {
      new GitClone(reference, hosts, config.gitBytes(), config.gitTimeout()).into(temporary);
      return cache.add(key, temporary);
    } finally {
      if (Files.exists(temporary)) {
        CloneCache.delete(temporary);
      }
    }
  }

  private static String remoteHost(String git) {
    URI uri = parse(git);
    String scheme = String.valueOf(uri.getScheme());
    if (scheme.equals("ssh") || scheme.equals("git")) {
      throw new InvalidInputException(
          "source.git", scheme + " is not supported, as no keys are kept; give an https:// URL");
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      throw new InvalidInputException(
          "source.git", "must begin with https:// (or file:// within the source roots)");
    }
    if (uri.getUserInfo() != null) {
      throw new InvalidInputException(
          "source.git", "must hold no user name or password: sources are shown to other users");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      throw new InvalidInputException("source.git", "names no host");
    }
    return uri.getHost().replaceAll("[\\[\\]]", "");
  }

  private static URI parse(String git) {
    try {
      return new URI(git);
    } catch (URISyntaxException e) {
      throw new InvalidInputException(
          "source.git", "is no URL; give one such as https://example.org/project.git");
    }
  }

  private static String name(String git) {
    String path = parse(git).getPath().replaceAll("/+$", "").replaceFirst("\\.git$", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.isEmpty() ? "source" : name;
  }

  private static String key(SourceReference reference) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((reference.git() + "\n" + reference.ref()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
