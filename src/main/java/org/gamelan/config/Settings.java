package org.gamelan.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives each part its typed settings. */
@ApplicationScoped
public class Settings {
  private EngineConfig engine;

  /** One for all: a node without a configured id must have the same everywhere. */
  @Produces
  public synchronized EngineConfig engine() {
    if (engine == null) {
      engine = EngineConfig.from(ConfigProvider.getConfig());
    }
    return engine;
  }

  @Produces
  public ManifestConfig manifests() {
    return ManifestConfig.from(ConfigProvider.getConfig());
  }

  @Produces
  public RouterConfig router() {
    return RouterConfig.from(ConfigProvider.getConfig());
  }

  @Produces
  public EvolutionConfig evolution() {
    return EvolutionConfig.from(ConfigProvider.getConfig());
  }

  @Produces
  public AgentConfig agents() {
    return AgentConfig.from(ConfigProvider.getConfig());
  }
}
