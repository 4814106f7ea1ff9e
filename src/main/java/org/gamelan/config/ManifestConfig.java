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
 */
public record ManifestConfig(List<Path> folders) {
  public static ManifestConfig from(Config config) {
    String folders = config.getOptionalValue("gamelan.manifests", String.class).orElse("");
    return new ManifestConfig(
        Arrays.stream(folders.split(":"))
            .map(String::strip)
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList());
  }
}
