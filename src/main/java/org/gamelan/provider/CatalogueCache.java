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
import org.gamelan.event.EventsAppended;

/**
 * The catalogue in force on this node. Before it is read for the first time, what a fresh
 * installation begins with is planted, so that whoever asks first finds it. It is read anew after
 * each change made here and every few seconds, as other nodes may have changed it; a call of a
 * model never asks the database.
 */
@ApplicationScoped
public class CatalogueCache {
  private static final Logger LOG = Logger.getLogger(CatalogueCache.class.getName());
  private static final long REFRESH_SECONDS = 3;

  private final ProviderRepository repository;
  private final Credentials credentials;
  private final ProviderSeed seed;
  private final Runnable announce;
  private final Runnable tellEvents;
  private volatile State state;
  private ScheduledFuture<?> refreshing;

  @Resource private ManagedScheduledExecutorService scheduler;

  /** What was read, and by which versions of which rows it is recognised. */
  private record State(Catalogue catalogue, List<String> fingerprint) {}

  protected CatalogueCache() {
    this(null, null, null, null, (Runnable) null);
  }

  @Inject
  public CatalogueCache(
      ProviderRepository repository,
      Credentials credentials,
      ProviderSeed seed,
      Event<ProvidersChanged> changed,
      Event<EventsAppended> appended) {
    this(
        repository,
        credentials,
        seed,
        () -> changed.fire(new ProvidersChanged()),
        () -> appended.fire(new EventsAppended()));
  }

  CatalogueCache(
      ProviderRepository repository,
      Credentials credentials,
      ProviderSeed seed,
      Runnable announce,
      Runnable tellEvents) {
    this.repository = repository;
    this.credentials = credentials;
    this.seed = seed;
    this.announce = announce;
    this.tellEvents = tellEvents;
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
    State before = state;
    if (before == null) {
      seed.plant(repository);
    }
    State read = repository.inTransaction(this::read);
    if (before == null || !before.fingerprint().equals(read.fingerprint())) {
      state = read;
      announce.run();
    }
  }

  /** Follows a change that was just committed on this node, its events included. */
  void follow() {
    refresh();
    tellEvents.run();
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

  /** A provider's row as calls see it, its credential opened. */
  ProviderEntry entry(Provider provider) {
    return new ProviderEntry(
        provider.id(),
        provider.version(),
        provider.name(),
        provider.kind(),
        provider.baseUrl(),
        credentials.of(provider),
        provider.limits() == null ? ProviderLimits.NONE : provider.limits(),
        provider.settings(),
        provider.isRetired());
  }
}
