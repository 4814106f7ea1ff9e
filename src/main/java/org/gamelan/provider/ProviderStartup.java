package org.gamelan.provider;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;

/**
 * Sees at start that there is something to call: the provider {@code scripted} and the alias {@code
 * default} on a fresh installation, and the model the operator configured.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class ProviderStartup {
  @Inject private ProviderRepository repository;
  @Inject private ProviderConfig config;
  @Inject private HostRule hosts;
  @Inject private CatalogueCache cache;
  @Inject private Clock clock;

  @PostConstruct
  void start() {
    new ProviderSeed(config, hosts, clock).plant(repository);
    cache.start();
  }
}
