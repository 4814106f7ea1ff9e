package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.NotFoundException;

/** The models that providers list, as they did when they were last validated. */
@ApplicationScoped
public class ModelOffers {
  private static final int MOST = 1_000;

  private final ProviderRepository repository;
  private final ModelAliases aliases;

  protected ModelOffers() {
    this(null, null);
  }

  @Inject
  public ModelOffers(ProviderRepository repository, ModelAliases aliases) {
    this.repository = repository;
    this.aliases = aliases;
  }

  /**
   * The models of a provider by name: those it lists, and those that aliases use besides.
   *
   * @throws NotFoundException when there is no such provider
   */
  public List<OfferedView> list(String provider) {
    Shelf shelf = shelf(provider);
    Map<String, OfferedView> all = new TreeMap<>();
    shelf.offered().forEach(model -> all.put(model.name(), view(model, shelf)));
    for (ModelView alias : shelf.served()) {
      all.computeIfAbsent(
          alias.model(),
          name ->
              new OfferedView(
                  name,
                  alias.contextWindow(),
                  alias.inputPrice(),
                  alias.outputPrice(),
                  alias.capabilities(),
                  shelf.aliasesOf(name)));
    }
    return List.copyOf(all.values());
  }

  /**
   * Makes an alias for each of some models, with the prices and abilities that the provider tells.
   *
   * @param models the provider's own names; null for all it lists
   * @throws NotFoundException when there is no such provider
   * @throws ConflictException when it has given no list yet
   */
  public ModelImport importModels(String provider, Collection<String> models) {
    Shelf shelf = shelf(provider);
    if (shelf.offered().isEmpty()) {
      throw new ConflictException(
          "The provider '%s' has given no list of models yet: validate it first."
              .formatted(shelf.provider()));
    }
    Map<String, OfferedModel> byName = new LinkedHashMap<>();
    shelf.offered().forEach(model -> byName.put(model.name(), model));
    Set<String> taken = new HashSet<>(shelf.taken());
    List<ModelDraft> drafts = new ArrayList<>();
    List<ModelImport.Skipped> skipped = new ArrayList<>();
    for (String name : new LinkedHashSet<>(models == null ? byName.keySet() : models)) {
      OfferedModel model = byName.get(name);
      String obstacle = obstacle(name, model, shelf, drafts.size());
      if (obstacle == null) {
        ModelDraft draft = draft(model, shelf.provider(), AliasNames.free(name, taken));
        taken.add(draft.name());
        drafts.add(draft);
      } else {
        skipped.add(new ModelImport.Skipped(name, obstacle));
      }
    }
    return new ModelImport(aliases.createAll(drafts), skipped);
  }

  private static String obstacle(String name, OfferedModel model, Shelf shelf, int before) {
    if (model == null) {
      return "is not in the provider's list";
    } else if (name.length() > 200) {
      return "has a name of more than 200 characters";
    } else if (!shelf.aliasesOf(name).isEmpty()) {
      return "has the alias '" + shelf.aliasesOf(name).get(0) + "' already";
    }
    return before >= MOST ? "comes after the first 1,000: import again" : null;
  }

  private static ModelDraft draft(OfferedModel model, String provider, String alias) {
    return new ModelDraft(
        alias,
        provider,
        model.name(),
        model.contextWindow(),
        model.inputPrice(),
        model.outputPrice(),
        model.capabilities(),
        null,
        null,
        null);
  }

  private static OfferedView view(OfferedModel model, Shelf shelf) {
    return new OfferedView(
        model.name(),
        model.contextWindow(),
        model.inputPrice(),
        model.outputPrice(),
        model.capabilities(),
        shelf.aliasesOf(model.name()));
  }

  /**
   * What is known of a provider's models.
   *
   * @param served the newest version of each alias it serves
   * @param taken all names of aliases
   */
  private record Shelf(
      String provider, List<OfferedModel> offered, List<ModelView> served, Set<String> taken) {
    List<String> aliasesOf(String model) {
      return served.stream()
          .filter(alias -> alias.model().equals(model))
          .map(ModelView::name)
          .sorted()
          .toList();
    }
  }

  private Shelf shelf(String idOrName) {
    List<ModelView> all = aliases.list();
    Set<String> names = new HashSet<>();
    all.forEach(alias -> names.add(alias.name()));
    return repository.inTransaction(
        rows -> {
          Provider provider =
              Providers.lookUp(rows, idOrName)
                  .orElseThrow(() -> new NotFoundException("provider", idOrName));
          List<ModelView> served =
              all.stream().filter(alias -> alias.provider().equals(provider.name())).toList();
          return new Shelf(provider.name(), provider.offered().orElse(List.of()), served, names);
        });
  }
}
