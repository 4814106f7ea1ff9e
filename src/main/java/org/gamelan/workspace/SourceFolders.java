package org.gamelan.workspace;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.gamelan.failure.InvalidInputException;

/**
 * Finds the folder that a task's {@code source} names and opens it as a read-only view. What may be
 * named is for the operator to say: folders under the source roots, and git repositories on hosts
 * that are not private.
 */
@ApplicationScoped
public class SourceFolders {
  private static final int GITIGNORE_BYTES = 1_000_000;

  private WorkspaceConfig config;
  private GitSources gits;

  /** For the container's proxies. */
  protected SourceFolders() {}

  @Inject
  public SourceFolders(Config config, Clock clock) {
    this(WorkspaceConfig.from(config), clock);
  }

  public SourceFolders(WorkspaceConfig config, Clock clock) {
    this.config = config;
    this.gits = new GitSources(config, clock);
  }

  /**
   * Checks a source when a task is created, without reading any of it.
   *
   * @throws InvalidInputException naming {@code source.path} or {@code source.git} and what to do
   */
  public void check(JsonNode source) {
    SourceReference reference = SourceReference.of(source);
    if (reference.path() != null) {
      folder("source.path", reference.path());
    } else if (GitSources.isFile(reference.git())) {
      folder("source.git", GitSources.filePath(reference.git()));
    } else {
      gits.check(reference);
    }
  }

  /**
   * Opens a source; clones it first where it is a git URL that was not cloned lately.
   *
   * @throws InvalidInputException as {@link #check}
   * @throws org.gamelan.failure.GamelanException of kind {@code network}, {@code timeout}, {@code
   *     auth} or {@code tool} when it cannot be cloned
   */
  public SourceFolder open(JsonNode source) {
    SourceReference reference = SourceReference.of(source);
    if (reference.path() != null) {
      return view(folder("source.path", reference.path()));
    }
    if (GitSources.isFile(reference.git())) {
      folder("source.git", GitSources.filePath(reference.git()));
    }
    return gits.open(reference);
  }

  private Path folder(String field, String asked) {
    List<Path> roots = config.roots().stream().map(SourceFolders::real).toList();
    if (roots.isEmpty()) {
      throw new InvalidInputException(
          field,
          "folders are not open as sources on this server; an administrator may name some in"
              + " GAMELAN_SOURCE_ROOTS, or give a 'git' URL");
    }
    Path path = parse(field, asked);
    Path absolute = roots.get(0).resolve(path).normalize();
    if (roots.stream().noneMatch(root -> real(absolute).startsWith(root))) {
      throw new InvalidInputException(
          field,
          "'"
              + asked
              + "' lies outside of the folders open as sources: "
              + roots
              + "; an administrator may add to them in GAMELAN_SOURCE_ROOTS");
    }
    if (!Files.exists(absolute)) {
      throw new InvalidInputException(field, "there is no folder '" + asked + "'");
    }
    if (!Files.isDirectory(absolute)) {
      throw new InvalidInputException(
          field, "'" + asked + "' is not a folder; name the folder it lies in");
    }
    Path real = real(absolute);
    if (real.startsWith(real(config.dataDir()))) {
      throw new InvalidInputException(
          field, "'" + asked + "' belongs to Gamelan's own data and is no source");
    }
    if (!Files.isReadable(real) || !Files.isExecutable(real)) {
      throw new InvalidInputException(
          field,
          "'" + asked + "' cannot be read by the user the server runs as; change its permissions");
    }
    return real;
  }

  private static Path parse(String field, String asked) {
    try {
      return Path.of(asked);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(field, "'" + asked + "' is no valid path");
    }
  }

  /** The path with all links resolved; of what does not exist, the part that does. */
  static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  private SourceFolder view(Path real) {
    Path repository = repositoryOf(real);
    Path fileName = real.getFileName();
    String name = fileName == null ? "/" : fileName.toString();
    String prefix = repository.equals(real) ? "" : repository.relativize(real) + "/";
    return new SourceFolder(
        real, name, real(config.dataDir()), prefix, rulesAbove(repository, real));
  }

  /** The nearest folder above, within the source roots, that holds a {@code .git}; else itself. */
  private Path repositoryOf(Path real) {
    for (Path folder = real; folder != null && isOpen(folder); folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
        return folder;
      }
    }
    return real;
  }

  private boolean isOpen(Path folder) {
    return config.roots().stream().anyMatch(root -> folder.startsWith(real(root)));
  }

  private static IgnoreRules rulesAbove(Path repository, Path real) {
    Deque<Path> folders = new ArrayDeque<>();
    for (Path folder = real; !folder.equals(repository); ) {
      folder = folder.getParent();
      folders.push(folder);
    }
    IgnoreRules rules = withFile(IgnoreRules.NONE, "", repository.resolve(".git/info/exclude"));
    for (Path folder : folders) {
      String prefix = folder.equals(repository) ? "" : repository.relativize(folder) + "/";
      rules = withFile(rules, prefix, folder.resolve(".gitignore"));
    }
    return rules;
  }

  private static IgnoreRules withFile(IgnoreRules rules, String prefix, Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return rules;
    }
    try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return rules.with(prefix, in.readNBytes(GITIGNORE_BYTES));
    } catch (IOException e) {
      throw new InvalidInputException(
          "source.path", "its ignore rules in " + file + " cannot be read");
    }
  }
}
