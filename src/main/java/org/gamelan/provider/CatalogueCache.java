package org.gamelan.provider;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The catalogue in force on this node. It is read anew after each change made here and every few
 * seconds, as other nodes may have changed it; a call of a model never asks the database.
 */
@ApplicationScoped
public class CatalogueCache {
  private static final Logger LOG = Logger.getLogger(CatalogueCache.class.getName());
  private static final long REFRESH_SECONDS = 3;

  private final ProviderRepository repository;
  private final Credentials credentials;
  private final Event<ProvidersChanged> changed;
  private volatile State state;
  private ScheduledFuture<?> refreshing;

  @Resource private ManagedScheduledExecutorService scheduler;

  /** What was read, and by which versions of which rows it is recognised. */
  private record State(Catalogue catalogue, List<String> fingerprint) {}

  protected CatalogueCache() {
    this(null, null, null);
  }

  @Inject
  CatalogueCache(
      ProviderRepository repository, Credentials credentials, Event<ProvidersChanged> changed) {
    this.repository = repository;
    this.credentials = credentials;
    this.changed = changed;
  }

  /** The catalogue in force. */
  public Catalogue current() {
    State now = state;
    if (now == null) {
      refresh();
      now = state;
    }
    return now.catalogue();
  }

  /** Begins to look for changes of other nodes. */
  synchronized void start() {
    refresh();
    if (refreshing == null) {
      refreshing =
          scheduler.scheduleWithFixedDelay(
              this::look, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  synchronized void stop() {
    if (refreshing != null) {
      refreshing.cancel(false);
    }
  }

  private void look() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // The catalogue in force goes on; the next look comes in a few seconds.
      LOG.log(Level.WARNING, "Cannot read providers and models: {0}", e.getMessage());
    }
  }

  /** Reads the rows and, when they changed, puts a new catalogue into force. */
  public synchronized void refresh() {
    State read = repository.inTransaction(this::read);
    State before = state;
    if (before == null || !before.fingerprint().equals(read.fingerprint())) {
      state = read;
      changed.fire(new ProvidersChanged());
    }
  }

  private State read(ProviderRepository rows) {
    List<Model> models = rows.models();
    List<String> fingerprint =
        models.stream()
            .map(
                model ->
                    model.name()
                        + '@'
                        + model.number()
                        + ':'
                        + model.version()
                        + ':'
                        + model.provider().id()
                        + ':'
                        + model.provider().version())
            .toList();
    State before = state;
    if (before != null && before.fingerprint().equals(fingerprint)) {
      return before;
    }
    Map<UUID, ProviderEntry> entries = new HashMap<>();
    return new State(
        new Catalogue(
            models.stream()
                .map(
                    model ->
                        model.entry(
                            entries.computeIfAbsent(
                                model.provider().id(), id -> entry(model.provider()))))
                .toList()),
        fingerprint);
  }

  private ProviderEntry entry(Provider provider) {
    return new ProviderEntry(
        provider.id(),
        provider.version(),
        provider.name(),
        provider.kind(),
        provider.baseUrl(),
        credentials.of(provider),
        provider.limits() == null ? ProviderLimits.NONE : provider.limits(),
        provider.settings());
  }
}
