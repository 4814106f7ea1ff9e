package org.gamelan.workspace;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * What the operator set about sources.
 *
 * @param roots folders that a task's {@code source.path} may lie in ({@code gamelan.source-roots}
 *     with the system's path separator between them; in development the folder the server was
 *     started in, else none)
 * @param dataDir Gamelan's own data, never part of a source ({@code gamelan.data-dir})
 * @param development whether private and loopback hosts may be cloned from
 * @param privateHosts private hosts allowed all the same ({@code gamelan.private-hosts}, hosts or
 *     URLs with commas between them)
 * @param gitBytes the largest clone, in bytes ({@code gamelan.sources.git-bytes})
 * @param gitTimeout the longest a clone may take ({@code gamelan.sources.git-timeout})
 * @param gitFresh how long a clone serves before the branch is fetched anew ({@code
 *     gamelan.sources.git-fresh})
 * @param cacheBytes how much all clones together may hold ({@code gamelan.sources.cache-bytes})
 */
public record WorkspaceConfig(
    List<Path> roots,
    Path dataDir,
    boolean development,
    Set<String> privateHosts,
    long gitBytes,
    Duration gitTimeout,
    Duration gitFresh,
    long cacheBytes) {

  private static final long MEGABYTE = 1_000_000;

  public WorkspaceConfig {
    roots = List.copyOf(roots);
    privateHosts = Set.copyOf(privateHosts);
  }

  /** A development set-up with these folders and the default limits. */
  public static WorkspaceConfig development(List<Path> roots, Path dataDir) {
    return new WorkspaceConfig(
        roots,
        dataDir,
        true,
        Set.of(),
        500 * MEGABYTE,
        Duration.ofMinutes(2),
        Duration.ofMinutes(10),
        2_000 * MEGABYTE);
  }

  /** Reads the {@code gamelan.*} settings. */
  public static WorkspaceConfig from(Config config) {
    boolean development =
        config
            .getOptionalValue("gamelan.profile", String.class)
            .map("development"::equals)
            .orElse(false);
    String startDir =
        config
            .getOptionalValue("gamelan.start-dir", String.class)
            .orElseGet(() -> System.getProperty("user.dir"));
    List<Path> roots =
        config
            .getOptionalValue("gamelan.source-roots", String.class)
            .map(text -> split(text, File.pathSeparator, Path::of))
            .orElseGet(() -> development ? List.of(Path.of(startDir)) : List.of());
    String dataDir = config.getOptionalValue("gamelan.data-dir", String.class).orElse("data");
    WorkspaceConfig defaults =
        development(
            roots.stream().map(Path.of(startDir)::resolve).toList(),
            Path.of(startDir).resolve(dataDir));
    return new WorkspaceConfig(
        defaults.roots,
        defaults.dataDir,
        development,
        config
            .getOptionalValue("gamelan.private-hosts", String.class)
            .map(text -> Set.copyOf(split(text, ",", HostPolicy::hostOf)))
            .orElse(Set.of()),
        config.getOptionalValue("gamelan.sources.git-bytes", Long.class).orElse(defaults.gitBytes),
        config
            .getOptionalValue("gamelan.sources.git-timeout", Duration.class)
            .orElse(defaults.gitTimeout),
        config
            .getOptionalValue("gamelan.sources.git-fresh", Duration.class)
            .orElse(defaults.gitFresh),
        config
            .getOptionalValue("gamelan.sources.cache-bytes", Long.class)
            .orElse(defaults.cacheBytes));
  }

  private static <T> List<T> split(String text, String separator, Function<String, T> read) {
    return Arrays.stream(text.split(Pattern.quote(separator), -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .map(read)
        .distinct()
        .collect(Collectors.toList());
  }
}
