package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;

/**
 * Keeps model aliases and their versions. Call it outside of any transaction: when a change returns
 * it is committed and in force on this node.
 */
@ApplicationScoped
public class ModelAliases {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_.-]{0,62}");
  private static final int MAX_WORDS = 50;
  private static final BigDecimal HIGHEST_PRICE = new BigDecimal("999999999999");
  private static final List<String> PREFERENCES = List.of("order", "cost", "latency");

  private final ProviderRepository repository;
  private final CatalogueCache cache;
  private final Iterable<ModelUsers> elsewhere;
  private final Clock clock;

  protected ModelAliases() {
    this(null, null, List.of(), null);
  }

  @Inject
  public ModelAliases(
      ProviderRepository repository,
      CatalogueCache cache,
      Instance<ModelUsers> users,
      Clock clock) {
    this(repository, cache, (Iterable<ModelUsers>) users, clock);
  }

  ModelAliases(
      ProviderRepository repository,
      CatalogueCache cache,
      Iterable<ModelUsers> users,
      Clock clock) {
    this.repository = repository;
    this.cache = cache;
    this.elsewhere = users;
    this.clock = clock;
  }

  /** The newest version of every alias, by name. */
  public List<ModelView> list() {
    return repository.inTransaction(
        rows -> {
          List<ModelView> newest = new ArrayList<>();
          for (Model model : rows.models()) {
            if (newest.isEmpty() || !newest.get(newest.size() - 1).name().equals(model.name())) {
              newest.add(model.view());
            }
          }
          return List.copyOf(newest);
        });
  }

  /** Finds {@code name} in its newest version, or {@code name@version}. */
  public Optional<ModelView> find(String alias) {
    return repository.inTransaction(rows -> lookUp(rows, alias).map(Model::view));
  }

  /**
   * @throws NotFoundException when there is no such alias or version
   */
  public ModelView require(String alias) {
    return find(alias).orElseThrow(() -> new NotFoundException("model", alias));
  }

  /**
   * Makes a new alias, or a new version of one that exists.
   *
   * @throws InvalidInputException with all faults of the draft
   */
  public ModelView create(ModelDraft draft) {
    return createAll(List.of(draft)).get(0);
  }

  /**
   * Makes several, or none of them.
   *
   * @throws InvalidInputException with all faults of the first draft that has any
   */
  List<ModelView> createAll(List<ModelDraft> drafts) {
    drafts.forEach(ModelAliases::check);
    return changing(rows -> drafts.stream().map(draft -> add(rows, draft)).toList());
  }

  private ModelView add(ProviderRepository rows, ModelDraft draft) {
    Provider provider = requireProvider(rows, draft);
    int last = rows.versions(draft.name()).stream().mapToInt(Model::number).findFirst().orElse(0);
    if (draft.fallbacks() != null && !draft.fallbacks().isEmpty()) {
      FallbackChains.check(rows.models(), draft, last + 1);
    }
    Model model = new Model(UUID.randomUUID(), draft.name(), last + 1, clock.instant());
    model.describe(draft, provider);
    rows.add(model);
    rows.flush();
    rows.tell("model.created", model.id(), model.name());
    return model.view();
  }

  /**
   * Replaces what is set of one version in place.
   *
   * @param alias {@code name} for the newest version, or {@code name@version}
   * @param revision the revision the caller saw, or null to change whichever there is
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when somebody else changed it since
   */
  public ModelView update(String alias, ModelDraft draft, Integer revision) {
    check(draft);
    return changing(
        rows -> {
          Model model = requireRow(rows, alias);
          Providers.refuseStale(alias, model.version(), revision);
          if (!model.name().equals(draft.name())) {
            throw new InvalidInputException("name", "cannot be changed; make another alias");
          }
          FallbackChains.check(rows.models(), draft, model.number());
          model.describe(draft, requireProvider(rows, draft));
          rows.flush();
          rows.tell("model.changed", model.id(), model.name());
          return model.view();
        });
  }

  /**
   * Who names an alias with all its versions, or {@code name@version}: agents, stages, fallbacks.
   *
   * @return the first of them for a sentence and how many more there are; empty when nobody does
   */
  public String users(String alias) {
    List<ModelUse> uses = uses();
    return repository.inTransaction(
        rows ->
            lookUp(rows, alias)
                .map(named -> removal(rows, alias, named).users(rows.models(), uses))
                .orElse(""));
  }

  /**
   * Removes {@code name@version}, or by {@code name} all versions.
   *
   * @param force whether it goes also while something names it, whose calls fail then
   * @throws ConflictException when nothing would be left of {@code default}; when it is named and
   *     not forced
   */
  public void delete(String alias, boolean force) {
    List<ModelUse> uses = force ? List.of() : uses();
    changing(
        rows -> {
          Model named = requireRow(rows, alias);
          ModelRemoval removal = removal(rows, alias, named);
          if (named.name().equals(Models.DEFAULT_ALIAS) && removal.isWhole()) {
            throw new ConflictException(
                "The model 'default' always exists: change it instead of deleting it.");
          }
          String users = force ? "" : removal.users(rows.models(), uses);
          if (!users.isEmpty()) {
            throw new ConflictException(
                ("The model '%s' is named by %s: have them name another one first, or delete it"
                        + " all the same with ?force=true.")
                    .formatted(alias, users));
          }
          removal.gone().forEach(rows::remove);
          rows.tell("model.deleted", named.id(), named.name());
          return null;
        });
  }

  private List<ModelUse> uses() {
    List<ModelUse> all = new ArrayList<>();
    elsewhere.forEach(each -> each.uses().forEach(all::add));
    return all;
  }

  private static ModelRemoval removal(ProviderRepository rows, String alias, Model named) {
    return new ModelRemoval(alias, named, rows.versions(named.name()));
  }

  private <T> T changing(Function<ProviderRepository, T> work) {
    try {
      T result =
          repository.inTransaction(
              rows -> {
                // Two at once could close a circle, or leave nothing of an alias that has to stay.
                rows.lock();
                return work.apply(rows);
              });
      cache.follow();
      return result;
    } catch (PersistenceException e) {
      throw new ConflictException("Somebody else changed this at the same time; look again.");
    }
  }

  private static void check(ModelDraft draft) {
    List<FieldError> errors = new ArrayList<>();
    if (draft.name() == null || !NAME.matcher(draft.name()).matches()) {
      errors.add(
          new FieldError(
              "name", "must begin with a-z and have at most 63 of a-z, 0-9, '.', '-' and '_'"));
    }
    if (draft.provider() == null || draft.provider().isBlank()) {
      errors.add(new FieldError("provider", "is missing"));
    }
    if (draft.model() == null || draft.model().isBlank() || draft.model().length() > 200) {
      errors.add(new FieldError("model", "must have 1 to 200 characters"));
    }
    if (draft.contextWindow() != null && draft.contextWindow() < 1) {
      errors.add(new FieldError("contextWindow", "must be at least 1"));
    }
    refuseNegative("inputPrice", draft.inputPrice(), errors);
    refuseNegative("outputPrice", draft.outputPrice(), errors);
    checkWords("capabilities", draft.capabilities(), errors);
    checkWords("fallbacks", draft.fallbacks(), errors);
    if (draft.prefer() != null && !PREFERENCES.contains(draft.prefer())) {
      errors.add(new FieldError("prefer", "must be one of " + String.join(", ", PREFERENCES)));
    }
    ProviderChecks.checkLimits(draft.limits(), errors);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
  }

  private static void refuseNegative(String field, BigDecimal price, List<FieldError> errors) {
    if (price != null && (price.signum() < 0 || price.compareTo(HIGHEST_PRICE) > 0)) {
      errors.add(new FieldError(field, "must be from 0 to a million millions"));
    }
  }

  private static void checkWords(String field, List<String> words, List<FieldError> errors) {
    if (words != null
        && (words.size() > MAX_WORDS
            || words.stream().anyMatch(word -> word == null || word.length() > 100))) {
      errors.add(new FieldError(field, "must be at most 50 texts of at most 100 characters"));
    }
  }

  private static Provider requireProvider(ProviderRepository rows, ModelDraft draft) {
    return Providers.lookUp(rows, draft.provider())
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "provider", "there is no provider '" + draft.provider() + "'"));
  }

  private static Model requireRow(ProviderRepository rows, String alias) {
    return lookUp(rows, alias).orElseThrow(() -> new NotFoundException("model", alias));
  }

  private static Optional<Model> lookUp(ProviderRepository rows, String alias) {
    int at = alias.indexOf('@');
    if (at < 0) {
      return rows.versions(alias).stream().findFirst();
    }
    String number = alias.substring(at + 1);
    return rows.versions(alias.substring(0, at)).stream()
        .filter(model -> Integer.toString(model.number()).equals(number))
        .findFirst();
  }
}
