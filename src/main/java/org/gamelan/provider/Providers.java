package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;

/**
 * Keeps providers. Call it outside of any transaction: when a change returns it is committed and in
 * force on this node. Only administrators may change providers; the doors see to that.
 */
@ApplicationScoped
public class Providers {
  private final ProviderRepository repository;
  private final Credentials credentials;
  private final CatalogueCache cache;
  private final ProviderChecks checks;
  private final ProviderValidation validation;
  private final Clock clock;

  protected Providers() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public Providers(
      ProviderRepository repository,
      Credentials credentials,
      CatalogueCache cache,
      ProviderChecks checks,
      ProviderValidation validation,
      Clock clock) {
    this.repository = repository;
    this.credentials = credentials;
    this.cache = cache;
    this.checks = checks;
    this.validation = validation;
    this.clock = clock;
  }

  /** All of them, by name. */
  public List<ProviderView> list() {
    return repository.inTransaction(rows -> rows.providers().stream().map(Provider::view).toList());
  }

  /** Finds by id or name. */
  public Optional<ProviderView> find(String idOrName) {
    return repository.inTransaction(rows -> lookUp(rows, idOrName).map(Provider::view));
  }

  /**
   * @throws NotFoundException when there is none with this id or name
   */
  public ProviderView require(String idOrName) {
    return find(idOrName).orElseThrow(() -> new NotFoundException("provider", idOrName));
  }

  /**
   * Makes a new one.
   *
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken
   */
  public ProviderView create(ProviderDraft draft) {
    ProviderDraft checked = checks.check(draft);
    UUID id = UUID.randomUUID();
    return validated(
        rows -> {
          refuseTakenName(rows, checked.name(), id);
          Provider provider = new Provider(id, clock.instant());
          provider.describe(checked, clock.instant());
          if (checked.apiKey() != null) {
            credentials.set(provider, checked.apiKey());
          }
          rows.add(provider);
          rows.flush();
          rows.tell("provider.created", provider.id(), provider.name());
          return provider.view();
        });
  }

  /**
   * Replaces what is set of one. Its credential stays unless the draft gives another; it cannot go
   * with the provider to another host unless it is given again.
   *
   * @param version the version the caller saw, or null to change whichever there is
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken, or somebody else changed it since
   */
  public ProviderView update(String idOrName, ProviderDraft draft, Integer version) {
    ProviderDraft checked = checks.check(draft);
    return validated(
        rows -> {
          Provider provider = requireRow(rows, idOrName);
          refuseStale(provider.name(), provider.version(), version);
          refuseTakenName(rows, checked.name(), provider.id());
          refuseMovedCredential(provider, checked);
          provider.describe(checked, clock.instant());
          if (checked.apiKey() != null) {
            credentials.set(provider, checked.apiKey());
          }
          rows.flush();
          rows.tell("provider.changed", provider.id(), provider.name());
          return provider.view();
        });
  }

  /**
   * Removes one, or takes it out of service while models are served by it.
   *
   * @param force whether one that serves models is to be retired
   * @return whether it is gone; false when it was retired
   * @throws ConflictException when models are served by it and it is not to be retired
   */
  public boolean delete(String idOrName, boolean force) {
    return changing(
        rows -> {
          Provider provider = requireRow(rows, idOrName);
          List<String> served =
              rows.servedBy(provider).stream().map(Model::name).distinct().sorted().toList();
          if (served.isEmpty()) {
            rows.remove(provider);
            rows.tell("provider.deleted", provider.id(), provider.name());
            return true;
          }
          if (!force) {
            throw new ConflictException(
                ("The provider '%s' serves the models %s: delete or move them first, or retire the"
                        + " provider with ?force=true.")
                    .formatted(provider.name(), String.join(", ", served)));
          }
          provider.retire(clock.instant());
          rows.flush();
          rows.tell("provider.retired", provider.id(), provider.name());
          return false;
        });
  }

  /** What was changed has to show anew that it works. */
  private ProviderView validated(Function<ProviderRepository, ProviderView> change) {
    ProviderView changed = changing(change);
    validation.requestSoon(changed.id());
    return find(changed.id().toString()).orElse(changed);
  }

  private <T> T changing(Function<ProviderRepository, T> work) {
    try {
      T result =
          repository.inTransaction(
              rows -> {
                // Credentials must not change while another master key comes into force.
                rows.lock();
                return work.apply(rows);
              });
      cache.follow();
      return result;
    } catch (PersistenceException e) {
      throw new ConflictException("Somebody else changed this at the same time; look again.");
    }
  }

  private static void refuseTakenName(ProviderRepository rows, String name, UUID own) {
    if (rows.findByName(name).filter(other -> !other.id().equals(own)).isPresent()) {
      throw new ConflictException("There is a provider '" + name + "' already.");
    }
  }

  static void refuseStale(String name, int present, Integer seen) {
    if (seen != null && seen != present) {
      throw new ConflictException(
          "'%s' was changed since: version %d is now %d.".formatted(name, seen, present));
    }
  }

  private static void refuseMovedCredential(Provider provider, ProviderDraft draft) {
    if (isMoved(provider, draft) && provider.hasCredential() && draft.apiKey() == null) {
      throw new InvalidInputException(
          "apiKey", "has to be given again, as the provider moves to another host");
    }
  }

  /** Whether a draft names another host than a provider has. */
  static boolean isMoved(Provider provider, ProviderDraft draft) {
    return !Objects.equals(origin(provider.baseUrl()), origin(draft.baseUrl()));
  }

  private static String origin(String url) {
    return url == null ? null : url.replaceAll("^([^:]+://[^/]*).*$", "$1");
  }

  private static Provider requireRow(ProviderRepository rows, String idOrName) {
    return lookUp(rows, idOrName).orElseThrow(() -> new NotFoundException("provider", idOrName));
  }

  static Optional<Provider> lookUp(ProviderRepository rows, String idOrName) {
    Optional<Provider> byName = rows.findByName(idOrName);
    return byName.isPresent() ? byName : parseId(idOrName).flatMap(rows::find);
  }

  private static Optional<UUID> parseId(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
