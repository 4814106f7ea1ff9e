package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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
  private final Consumer<ModelCalled> called;

  protected Models() {
    this(() -> Catalogue.EMPTY, List.of());
  }

  @Inject
  public Models(CatalogueCache cache, Instance<ModelClient> clients, Event<ModelCalled> called) {
    this(cache::current, clients, called::fire);
  }

  /** Over any catalogue and clients. */
  public Models(Supplier<Catalogue> catalogue, Iterable<ModelClient> clients) {
    this(catalogue, clients, news -> {});
  }

  private Models(
      Supplier<Catalogue> catalogue, Iterable<ModelClient> clients, Consumer<ModelCalled> called) {
    this.catalogue = catalogue;
    this.called = called;
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
    return ask(request, (client, entry) -> client.call(entry, request));
  }

  /**
   * Calls a model like {@link #call} and hands its text over while it comes. Once a piece was given
   * out, nobody else is asked in its place.
   *
   * @param sink takes the text, on the caller's thread
   * @return the whole answer
   * @throws ModelCallException when the alias is unknown or no proper answer came
   */
  public ModelAnswer stream(ModelRequest request, StreamSink sink) {
    return ask(request, (client, entry) -> client.stream(entry, request, sink));
  }

  private ModelAnswer ask(
      ModelRequest request, BiFunction<ModelClient, ModelEntry, ModelAnswer> way) {
    String alias = request.model() == null ? DEFAULT_ALIAS : request.model();
    ModelEntry entry = find(alias).orElseThrow(() -> unknown(alias));
    ModelClient client =
        findClient(entry.provider())
            .orElseThrow(
                () -> unknownKind("The model '" + alias + "' is served by", entry.provider()));
    ModelAnswer answer = told(entry, alias, () -> way.apply(client, entry));
    return new ModelAnswer(
        answer.text(),
        answer.toolCalls(),
        answer.truncated(),
        answer.tokens(),
        answer.cost() == null ? entry.cost(answer.tokens()) : answer.cost(),
        entry.provider().name(),
        alias);
  }

  private ModelAnswer told(ModelEntry entry, String alias, Supplier<ModelAnswer> call) {
    long began = System.nanoTime();
    String outcome = FailureKind.INTERNAL.id();
    TokenUsage tokens = TokenUsage.NONE;
    try {
      ModelAnswer answer = call.get();
      outcome = "succeeded";
      tokens = answer.tokens();
      return answer;
    } catch (ModelCallException e) {
      outcome = e.kind().id();
      throw e;
    } finally {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      called.accept(new ModelCalled(entry.provider().name(), alias, outcome, took, tokens));
    }
  }

  /**
   * The models that a provider offers; empty where its kind keeps no list.
   *
   * @throws ModelCallException when its kind is unknown or no proper list came
   */
  public List<OfferedModel> offered(ProviderEntry provider, Duration timeout) {
    return findClient(provider)
        .orElseThrow(() -> unknownKind("There is", provider))
        .models(provider, timeout);
  }

  private Optional<ModelClient> findClient(ProviderEntry provider) {
    return Optional.ofNullable(clients.get(provider.kind()));
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

  private static ModelCallException unknownKind(String beginning, ProviderEntry provider) {
    return new ModelCallException(
        FailureKind.INVALID_INPUT,
        "%s '%s', whose kind '%s' is not known here."
            .formatted(beginning, provider.name(), provider.kind()),
        null);
  }
}
