package org.gamelan.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Where files of agents are looked for.
 *
 * @param folders folders named by the operator ({@code gamelan.agents.paths}, {@code :} between
 *     them), besides {@code agents} in the data folder and in the folders of manifests
 * @param dataDir Gamelan's own data ({@code gamelan.data-dir}); none outside of a server
 * @param development whether changes of files are noticed by themselves ({@code gamelan.profile})
 */
public record AgentConfig(List<Path> folders, Optional<Path> dataDir, boolean development) {
  private static final String AGENTS = "agents";

  public AgentConfig {
    folders = List.copyOf(folders);
  }

  public static AgentConfig from(Config config) {
    String folders = config.getOptionalValue("gamelan.agents.paths", String.class).orElse("");
    return new AgentConfig(
        Arrays.stream(folders.split(":"))
            .map(String::strip)
            .filter(folder -> !folder.isEmpty())
            .map(Path::of)
            .toList(),
        Optional.of(
            Path.of(config.getOptionalValue("gamelan.data-dir", String.class).orElse("data"))),
        config
            .getOptionalValue("gamelan.profile", String.class)
            .filter("development"::equals)
            .isPresent());
  }

  /** The folder of agents in the data folder. */
  public Optional<Path> ownFolder() {
    return dataDir.map(folder -> folder.resolve(AGENTS));
  }
}
