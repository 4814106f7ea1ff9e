package org.gamelan.config;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives each part its typed settings. */
@ApplicationScoped
public class Settings {
  @Produces
  public EngineConfig engine() {
    return EngineConfig.from(ConfigProvider.getConfig());
  }

  @Produces
  public ManifestConfig manifests() {
    return ManifestConfig.from(ConfigProvider.getConfig());
  }
}
