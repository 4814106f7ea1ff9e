package org.gamelan.provider;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import org.gamelan.security.MasterKeyCheck;

/** Puts the catalogue into force at start, and has it follow what other nodes change. */
@Singleton
@Startup
@DependsOn(MasterKeyCheck.NAME)
@TransactionManagement(TransactionManagementType.BEAN)
public class ProviderStartup {
  @Inject private CatalogueCache cache;
  @Inject private CallLedger ledger;
  @Inject private ValidationWatch watch;

  @PostConstruct
  void start() {
    cache.start();
    ledger.start();
    watch.start();
  }
}
