package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.gamelan.failure.FailureKind;

/** The one way to call a model: resolves its alias and hands over to the client of its kind. */
@ApplicationScoped
public class Models {
  /** The alias that always exists. */
  public static final String DEFAULT_ALIAS = "default";

  /** Failures after which another model may do better. */
  private static final Set<FailureKind> FALL_BACK =
      Set.of(
          FailureKind.TIMEOUT,
          FailureKind.RATE_LIMIT,
          FailureKind.SERVER_ERROR,
          FailureKind.NETWORK,
          FailureKind.AUTH,
          FailureKind.NOT_PERMITTED,
          FailureKind.BUDGET);

  private final Supplier<Catalogue> catalogue;
  private final Attempts attempts;
  private final Clock clock;
  private final Map<String, ModelClient> clients;
  private final Map<String, ProviderKind> kinds;

  protected Models() {
    this(() -> Catalogue.EMPTY, List.of());
  }

  @Inject
  public Models(
      CatalogueCache cache, Instance<ModelClient> clients, GovernedAttempts attempts, Clock clock) {
    this(cache::current, clients, attempts, clock);
  }

  /** Over any catalogue and clients, without limits and budgets. */
  public Models(Supplier<Catalogue> catalogue, Iterable<ModelClient> clients) {
    this(catalogue, clients, Attempts.PLAIN, Clock.systemUTC());
  }

  Models(
      Supplier<Catalogue> catalogue,
      Iterable<ModelClient> clients,
      Attempts attempts,
      Clock clock) {
    this.catalogue = catalogue;
    this.attempts = attempts;
    this.clock = clock;
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

  /** Whether an alias, or {@code alias@version}, stands for a model now. */
  public boolean isKnown(String alias) {
    return catalogue.get().find(alias).isPresent();
  }

  /** The alias of a provider's model, the first by name when there are several. */
  public Optional<String> aliasOf(String provider, String model) {
    Catalogue now = catalogue.get();
    return now.aliases().stream()
        .filter(
            alias ->
                now.find(alias)
                    .filter(
                        entry ->
                            entry.provider().name().equals(provider) && entry.model().equals(model))
                    .isPresent())
        .findFirst();
  }

  /**
   * Calls a model and waits for its answer on the caller's thread. When it fails, its fallbacks are
   * asked, unless the caller {@link ModelRequest#retry() tries again itself}; each but the last
   * gets half of the time that is left, so that a model that hangs leaves some to the next. Never
   * call it while holding a connection, a transaction or a lock. Interrupting the thread cancels
   * the call.
   *
   * @throws ModelCallException when the alias is unknown or no proper answer came
   */
  public ModelAnswer call(ModelRequest request) {
    return ask(request, () -> true, true, ModelClient::call);
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
    AtomicBoolean begun = new AtomicBoolean();
    StreamSink noticing =
        text -> {
          begun.set(true);
          sink.text(text);
        };
    return ask(
        request,
        () -> !begun.get(),
        false,
        (client, entry, asked) -> client.stream(entry, asked, noticing));
  }

  /**
   * Puts the meaning of texts into vectors, within the limits and budgets of any call. No fallback
   * is asked: another model's vectors have nothing to do with this one's.
   *
   * @throws ModelCallException when the alias is unknown or no proper answer came
   */
  public EmbeddingAnswer embed(EmbeddingRequest request) {
    ModelEntry entry = find(request.model()).orElseThrow(() -> unknown(request.model()));
    ModelClient client = client(request.model(), entry);
    EmbeddingAnswer answer = attempts.make(entry, request, asked -> client.embed(entry, asked));
    return new EmbeddingAnswer(
        answer.vectors(),
        answer.tokens(),
        answer.cost() == null ? entry.cost(answer.tokens()) : answer.cost(),
        space(entry));
  }

  /**
   * Whose vectors an alias makes now; see {@link EmbeddingAnswer#space}. Nothing when it stands for
   * no model.
   */
  public Optional<String> embeddingSpace(String alias) {
    return find(alias).map(Models::space);
  }

  private static String space(ModelEntry entry) {
    return entry.provider().id() + "/" + entry.model();
  }

  /** The call itself, as the client of a kind makes it. */
  @FunctionalInterface
  private interface Way {
    ModelAnswer go(ModelClient client, ModelEntry entry, ModelRequest request);
  }

  private ModelAnswer ask(
      ModelRequest request, BooleanSupplier mayFallBack, boolean shared, Way way) {
    String alias = request.model() == null ? DEFAULT_ALIAS : request.model();
    ModelEntry named = find(alias).orElseThrow(() -> unknown(alias));
    Candidates candidates = Candidates.of(named, request, this::find, attempts::latency);
    List<RoutingNote.Candidate> tried = new ArrayList<>();
    long end = System.nanoTime() + request.timeout().toNanos();
    for (ModelEntry entry : candidates.inOrder()) {
      boolean last = tried.size() == candidates.inOrder().size() - 1;
      try {
        String asked = entry.equals(named) ? alias : entry.name();
        ModelRequest now = timed(request, tried.isEmpty() ? null : end, shared && !last);
        ModelAnswer answer = attempt(asked, entry, now, way);
        tried.add(new RoutingNote.Candidate(entry.name(), "answered"));
        note(request, named, entry, candidates, tried);
        return answer;
      } catch (ModelCallException e) {
        tried.add(new RoutingNote.Candidate(entry.name(), e.kind().id() + ": " + e.getMessage()));
        boolean over = System.nanoTime() >= end;
        if (last || over || !mayFallBack.getAsBoolean() || isCallersTurn(request, e)) {
          note(request, named, null, candidates, tried);
          throw e;
        }
      }
    }
    throw new IllegalStateException("no candidate for " + alias);
  }

  /**
   * The request with the time for one model: half of what is left, where another one would be asked
   * when it is over.
   *
   * @param end when all of the time is over, or null while nobody was asked
   */
  private static ModelRequest timed(ModelRequest request, Long end, boolean shared) {
    Duration left =
        end == null
            ? request.timeout()
            : Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    boolean half = shared && !request.retry().follows(FailureKind.TIMEOUT, left);
    return request.within(half ? left.dividedBy(2) : left);
  }

  /**
   * Whether no other model is asked after a failure. What was not even sent may go to another one
   * at once: trying again would only wait.
   */
  private static boolean isCallersTurn(ModelRequest request, ModelCallException failure) {
    if (!FALL_BACK.contains(failure.kind())) {
      return true;
    }
    return !(failure instanceof NotAdmittedException)
        && request.retry().follows(failure.kind(), failure.retryAfter().orElse(Duration.ZERO));
  }

  private ModelAnswer attempt(String alias, ModelEntry entry, ModelRequest request, Way way) {
    ModelClient client = client(alias, entry);
    ModelAnswer answer = attempts.make(entry, request, asked -> way.go(client, entry, asked));
    return new ModelAnswer(
        answer.text(),
        answer.toolCalls(),
        answer.truncated(),
        answer.tokens(),
        answer.cost() == null ? entry.cost(answer.tokens()) : answer.cost(),
        entry.provider().name(),
        alias);
  }

  private ModelClient client(String alias, ModelEntry entry) {
    return findClient(entry.provider())
        .orElseThrow(() -> unknownKind("The model '" + alias + "' is served by", entry.provider()));
  }

  /** Tells why it was not simply the model that was named. */
  private void note(
      ModelRequest request,
      ModelEntry named,
      ModelEntry winner,
      Candidates candidates,
      List<RoutingNote.Candidate> tried) {
    if (tried.size() == 1 && (winner == null || winner.equals(named))) {
      return;
    }
    List<RoutingNote.Candidate> all = new ArrayList<>(tried);
    all.addAll(candidates.leftOut());
    candidates.inOrder().stream()
        .skip(tried.size())
        .forEach(entry -> all.add(new RoutingNote.Candidate(entry.name(), "not needed")));
    String reason =
        winner == null
            ? "No model of the chain of '%s' answered.".formatted(named.name())
            : tried.size() > 1
                ? "'%s' was asked after %s failed."
                    .formatted(winner.name(), names(tried.subList(0, tried.size() - 1)))
                : "'%s' was preferred by %s.".formatted(winner.name(), named.prefer());
    CallOrigin origin = request.origin();
    attempts.note(
        RoutingNote.ofModel(
            clock.instant(),
            origin.task(),
            origin.stageRun(),
            winner == null ? null : winner.name(),
            reason,
            all));
  }

  private static String names(List<RoutingNote.Candidate> candidates) {
    return candidates.stream()
        .map(candidate -> "'" + candidate.name() + "'")
        .collect(Collectors.joining(", "));
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
