package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.gamelan.failure.FailureKind;

/** The one way to call a model: resolves its alias and hands over to the client of its kind. */
@ApplicationScoped
public class Models {
  /** The alias that always exists. */
  public static final String DEFAULT_ALIAS = "default";

  private final Supplier<Catalogue> catalogue;
  private final Map<String, ModelClient> clients;
  private final Map<String, ProviderKind> kinds;

  protected Models() {
    this(() -> Catalogue.EMPTY, java.util.List.of());
  }

  @Inject
  public Models(CatalogueCache cache, Instance<ModelClient> clients) {
    this(cache::current, clients);
  }

  /** Over any catalogue and clients. */
  public Models(Supplier<Catalogue> catalogue, Iterable<ModelClient> clients) {
    this.catalogue = catalogue;
    Map<String, ModelClient> byKind = new HashMap<>();
    Map<String, ProviderKind> known = new HashMap<>();
    for (ModelClient client : clients) {
      for (ProviderKind kind : client.kinds()) {
        ModelClient other = byKind.put(kind.id(), client);
        if (other != null) {
          throw new IllegalStateException("two clients for the provider kind " + kind.id());
        }
        known.put(kind.id(), kind);
      }
    }
    this.clients = Map.copyOf(byKind);
    this.kinds = Map.copyOf(known);
  }

  /**
   * Calls a model and waits for its answer on the caller's thread. Never call it while holding a
   * connection, a transaction or a lock. Interrupting the thread cancels the call.
   *
   * @throws ModelCallException when the alias is unknown or no proper answer came
   */
  public ModelAnswer call(ModelRequest request) {
    String alias = request.model() == null ? DEFAULT_ALIAS : request.model();
    ModelEntry entry = find(alias).orElseThrow(() -> unknown(alias));
    ModelClient client = clients.get(entry.provider().kind());
    if (client == null) {
      throw new ModelCallException(
          FailureKind.INVALID_INPUT,
          "The model '%s' is served by '%s', whose kind '%s' is not known here."
              .formatted(alias, entry.provider().name(), entry.provider().kind()),
          null);
    }
    ModelAnswer answer = client.call(entry, request);
    return new ModelAnswer(
        answer.text(),
        answer.toolCalls(),
        answer.truncated(),
        answer.tokens(),
        answer.cost() == null ? entry.cost(answer.tokens()) : answer.cost(),
        entry.provider().name(),
        alias);
  }

  /** Finds what stands behind an alias or {@code alias@version}. */
  public Optional<ModelEntry> find(String alias) {
    return catalogue.get().find(alias);
  }

  /** The aliases there are, in order. */
  public Collection<String> aliases() {
    return catalogue.get().aliases();
  }

  /** The kinds of provider that can be called. */
  public Collection<ProviderKind> kinds() {
    return kinds.values();
  }

  public Optional<ProviderKind> findKind(String id) {
    return Optional.ofNullable(kinds.get(id));
  }

  /** What is wrong with the settings of a provider of a known kind, if anything. */
  Optional<String> findProblem(ProviderKind kind, JsonNode settings) {
    return clients.get(kind.id()).findProblem(settings);
  }

  private ModelCallException unknown(String alias) {
    return new ModelCallException(
        FailureKind.INVALID_INPUT,
        "There is no model '%s'. Known models: %s.".formatted(alias, String.join(", ", aliases())),
        null);
  }
}
