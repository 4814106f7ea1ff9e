package org.gamelan.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.manifest.ManifestReader;

/** Which folders are looked into for files of agents. */
final class AgentPaths {
  private AgentPaths() {}

  /**
   * {@code agents} in the data folder, {@code agents} in each folder of manifests and one level
   * down, then those that the operator names, in this order. Only those that are there, but for the
   * operator's.
   */
  static List<Path> of(AgentConfig config, ManifestConfig manifests) {
    List<Path> folders = new ArrayList<>();
    config.ownFolder().filter(Files::isDirectory).ifPresent(folders::add);
    for (Path manifest : manifests.folders()) {
      addIfThere(manifest.resolve(ManifestReader.AGENTS_FOLDER), folders);
      for (Path child : children(manifest)) {
        if (!child.endsWith(ManifestReader.AGENTS_FOLDER)) {
          addIfThere(child.resolve(ManifestReader.AGENTS_FOLDER), folders);
        }
      }
    }
    folders.addAll(config.folders());
    return folders;
  }

  private static void addIfThere(Path folder, Collection<Path> folders) {
    if (Files.isDirectory(folder)) {
      folders.add(folder);
    }
  }

  /** The folders in a folder; none when it cannot be read, which reading manifests tells. */
  static List<Path> children(Path folder) {
    if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
      return List.of();
    }
    try (Stream<Path> listed = Files.list(folder)) {
      return listed.filter(Files::isDirectory).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      System.getLogger(AgentPaths.class.getName())
          .log(System.Logger.Level.DEBUG, "Cannot list " + folder, e);
      return List.of();
    }
  }
}
