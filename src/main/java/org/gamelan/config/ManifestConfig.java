package org.gamelan.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * Where definitions come from besides the built-in ones.
 *
 * @param folders folders of manifests, each read itself and one level down ({@code
 *     gamelan.manifests}, {@code :} between them)
 * @param writable those of them that administrators may change through the pages ({@code
 *     gamelan.manifests-writable}, {@code :} between them)
 */
public record ManifestConfig(List<Path> folders, List<Path> writable) {

  public ManifestConfig {
    folders = List.copyOf(folders);
    writable = List.copyOf(writable);
  }

  /** None of which may be changed through the pages. */
  public ManifestConfig(List<Path> folders) {
    this(folders, List.of());
  }

  public static ManifestConfig from(Config config) {
    return new ManifestConfig(
        paths(config, "gamelan.manifests"), paths(config, "gamelan.manifests-writable"));
  }

  private static List<Path> paths(Config config, String name) {
    String folders = config.getOptionalValue(name, String.class).orElse("");
    return Arrays.stream(folders.split(":"))
        .map(String::strip)
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }
}
