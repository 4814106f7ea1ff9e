package org.gamelan.engine;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.agent.AgentFileCache;
import org.gamelan.config.AgentConfig;
import org.gamelan.config.ManifestConfig;
import org.gamelan.config.Settings;
import org.gamelan.manifest.AgentFile;
import org.gamelan.manifest.AgentFolders;
import org.gamelan.manifest.Problems;

/**
 * Reads files of agents, and the manifests that come with the application, while the rest of it is
 * still put together: a server that starts mostly waits for one thread, and a thousand files then
 * cost it next to nothing. It only fills the cache; {@link Discovery} decides what counts.
 */
public class EarlyReading implements Extension {
  private static final Logger LOG = Logger.getLogger(EarlyReading.class.getName());

  private FutureTask<AgentFileCache> reading;

  void begin(@Observes BeforeBeanDiscovery starting) {
    Settings settings = new Settings();
    reading = new FutureTask<>(() -> read(settings.agents(), settings.manifests()));
    Thread thread = new Thread(reading, "gamelan-early-reading");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where what was read of files is kept from one start to the next; nothing outside a server. */
  static Optional<Path> kept(AgentConfig config) {
    return config.dataDir().map(folder -> folder.resolve("agents.cache"));
  }

  static AgentFileCache read(AgentConfig agents, ManifestConfig manifests) {
    CatalogueReader.prepare();
    AgentFileCache cache = new AgentFileCache(Clock.systemUTC());
    kept(agents).ifPresent(cache::load);
    List<AgentFile> files = AgentFolders.list(AgentPaths.of(agents, manifests), new Problems());
    files.forEach(file -> CatalogueReader.remember(file, cache));
    cache.retain(files);
    cache.prepare();
    return cache;
  }

  /** What was read, once it was; an empty cache where that failed. */
  AgentFileCache cache() {
    try {
      return reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Discovery reads everything itself then, and tells what is wrong.
      LOG.log(Level.INFO, "Files of agents were not read beforehand: {0}", e.getCause().toString());
    }
    return new AgentFileCache(Clock.systemUTC());
  }
}
