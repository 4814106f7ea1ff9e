package org.gamelan.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.ManifestTexts;

/**
 * Which places on the disk may be changed: manifest files in some folders and directly in folders
 * of them. Links are no such places, wherever they lead.
 *
 * @param roots the folders that were opened for changes
 */
record ManifestPlaces(List<Path> roots) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}");
  private static final int MOST = 500;

  ManifestPlaces {
    roots = roots.stream().map(Path::normalize).toList();
  }

  /** The folders that are there, each root before those in it; at most five hundred. */
  List<Path> folders() {
    List<Path> all = new ArrayList<>();
    for (Path root : roots) {
      if (isFolder(root)) {
        all.add(root);
        all.addAll(children(root));
      }
    }
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static List<Path> children(Path root) {
    try (Stream<Path> listed = Files.list(root)) {
      return listed
          .filter(ManifestPlaces::isFolder)
          .filter(ManifestPlaces::isNamed)
          .sorted()
          .toList();
    } catch (IOException e) {
      // It cannot be read, so there is nothing in it to change; discovery tells why.
      return List.of();
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isNamed(Path folder) {
    String name = folder.getFileName().toString();
    return NAME.matcher(name).matches() && !name.equals(ManifestReader.AGENTS_FOLDER);
  }

  /** The file of this name, there or not, when it may be changed. */
  Optional<Path> find(String folder, String file) {
    return isPlace(folder) && ManifestTexts.isManifest(file)
        ? Optional.of(Path.of(folder).resolve(file))
        : Optional.empty();
  }

  /**
   * The file of this name, there or not.
   *
   * @throws InvalidInputException telling why it may not be changed
   */
  Path require(String folder, String file) {
    if (!isPlace(folder)) {
      throw new InvalidInputException(
          "folder",
          roots.isEmpty()
              ? "nothing may be changed here: GAMELAN_MANIFESTS_WRITABLE names no folder"
              : "has to be " + told() + ", or a folder directly in it, and no link");
    }
    if (!ManifestTexts.isManifest(file)) {
      throw new InvalidInputException(
          "file", "has to be one of " + String.join(", ", ManifestTexts.names()));
    }
    Path path = Path.of(folder).resolve(file);
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidInputException("file", "is a link or a folder, which is left alone");
    }
    return path;
  }

  private String told() {
    return String.join(" or ", roots.stream().map(Path::toString).toList());
  }

  private boolean isPlace(String folder) {
    if (folder.isEmpty() || folder.indexOf('\0') >= 0) {
      return false;
    }
    Path path = Path.of(folder);
    if (!path.equals(path.normalize())) {
      return false;
    }
    for (Path root : roots) {
      if (path.equals(root)) {
        return isFolder(root);
      }
      if (root.equals(path.getParent()) && isNamed(path)) {
        return isFolder(root) && isWithin(root, path);
      }
    }
    return false;
  }

  private static boolean isWithin(Path root, Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try {
      return isFolder(folder) && folder.toRealPath().startsWith(root.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
