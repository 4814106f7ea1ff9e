package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;

/**
 * Keeps providers. Call it outside of any transaction: when a change returns it is committed and in
 * force on this node. Only administrators may change providers; the doors see to that.
 */
@ApplicationScoped
public class Providers {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int MAX_SETTINGS = 100_000;

  private final ProviderRepository repository;
  private final Credentials credentials;
  private final CatalogueCache cache;
  private final Models models;
  private final HostRule hosts;
  private final Clock clock;

  protected Providers() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public Providers(
      ProviderRepository repository,
      Credentials credentials,
      CatalogueCache cache,
      Models models,
      HostRule hosts,
      Clock clock) {
    this.repository = repository;
    this.credentials = credentials;
    this.cache = cache;
    this.models = models;
    this.hosts = hosts;
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
    ProviderDraft checked = check(draft);
    UUID id = UUID.randomUUID();
    return changing(
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
    ProviderDraft checked = check(draft);
    return changing(
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

  private <T> T changing(java.util.function.Function<ProviderRepository, T> work) {
    try {
      T result = repository.inTransaction(work);
      cache.follow();
      return result;
    } catch (PersistenceException e) {
      throw new ConflictException("Somebody else changed this at the same time; look again.");
    }
  }

  private ProviderDraft check(ProviderDraft draft) {
    List<FieldError> errors = new ArrayList<>();
    if (draft.name() == null || !NAME.matcher(draft.name()).matches()) {
      errors.add(
          new FieldError(
              "name", "must begin with a-z and have at most 63 of a-z, 0-9, '-' and '_'"));
    }
    Optional<ProviderKind> kind = Optional.ofNullable(draft.kind()).flatMap(models::findKind);
    if (kind.isEmpty()) {
      errors.add(new FieldError("kind", "must be one of " + knownKinds()));
    }
    String baseUrl = baseUrl(draft, kind, errors);
    if (draft.settings() != null
        && (!draft.settings().isObject() || draft.settings().toString().length() > MAX_SETTINGS)) {
      errors.add(new FieldError("settings", "must be an object of at most 100,000 characters"));
    } else {
      kind.flatMap(known -> models.findProblem(known, draft.settings()))
          .ifPresent(problem -> errors.add(new FieldError("settings", problem)));
    }
    ProviderLimits limits = draft.limits() == null ? ProviderLimits.NONE : draft.limits();
    checkLimits(limits, errors);
    if (draft.apiKey() != null && draft.apiKey().length() > 10_000) {
      errors.add(new FieldError("apiKey", "must have at most 10,000 characters"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return new ProviderDraft(
        draft.name(), draft.kind(), baseUrl, draft.apiKey(), limits, draft.settings());
  }

  private String baseUrl(
      ProviderDraft draft, Optional<ProviderKind> kind, List<FieldError> errors) {
    String given =
        draft.baseUrl() == null || draft.baseUrl().isBlank()
            ? kind.map(ProviderKind::defaultBaseUrl).orElse(null)
            : draft.baseUrl().strip();
    boolean remote = kind.map(ProviderKind::remote).orElse(false);
    if (given == null) {
      if (remote) {
        errors.add(new FieldError("baseUrl", "is needed for the kind " + draft.kind()));
      }
      return null;
    }
    if (kind.isPresent() && !remote) {
      errors.add(new FieldError("baseUrl", "has no meaning for the kind " + draft.kind()));
      return null;
    }
    hosts.problem(given).ifPresent(problem -> errors.add(new FieldError("baseUrl", problem)));
    return given.replaceAll("/+$", "");
  }

  static void checkLimits(ProviderLimits limits, List<FieldError> errors) {
    if (limits != null) {
      requirePositive("limits.requestsPerMinute", limits.requestsPerMinute(), errors);
      requirePositive("limits.tokensPerMinute", limits.tokensPerMinute(), errors);
      requirePositive("limits.maxConcurrent", limits.maxConcurrent(), errors);
    }
  }

  private static void requirePositive(String field, Integer value, List<FieldError> errors) {
    if (value != null && value < 1) {
      errors.add(new FieldError(field, "must be at least 1, or absent for no limit"));
    }
  }

  private String knownKinds() {
    return String.join(", ", models.kinds().stream().map(ProviderKind::id).sorted().toList());
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
    boolean moved = !Objects.equals(origin(provider.baseUrl()), origin(draft.baseUrl()));
    if (moved && provider.hasCredential() && draft.apiKey() == null) {
      throw new InvalidInputException(
          "apiKey", "has to be given again, as the provider moves to another host");
    }
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
