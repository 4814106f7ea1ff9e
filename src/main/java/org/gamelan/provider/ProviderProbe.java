package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.FailureKind;

/**
 * Looks whether a provider works, step by step: its host, a connection, the list of its models and,
 * when asked, a call of one token. A step that fails ends it, except that a provider without a list
 * can still be called. It takes its time on the caller's thread and holds nothing meanwhile.
 */
@ApplicationScoped
public class ProviderProbe {
  private static final Logger LOG = Logger.getLogger(ProviderProbe.class.getName());
  private static final Duration LIST_LIMIT = Duration.ofSeconds(12);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(40);
  private static final int MOST_OFFERED = 5_000;

  private final HostRule hosts;
  private final Models models;
  private final Iterable<ModelClient> clients;
  private final ProbeAttempts attempts;
  private final Clock clock;

  protected ProviderProbe() {
    this(null, null, List.of(), null, null);
  }

  @Inject
  public ProviderProbe(
      HostRule hosts,
      Models models,
      Instance<ModelClient> clients,
      ProbeAttempts attempts,
      Clock clock) {
    this(hosts, models, (Iterable<ModelClient>) clients, attempts, clock);
  }

  ProviderProbe(
      HostRule hosts,
      Models models,
      Iterable<ModelClient> clients,
      ProbeAttempts attempts,
      Clock clock) {
    this.hosts = hosts;
    this.models = models;
    this.clients = clients;
    this.attempts = attempts;
    this.clock = clock;
  }

  /** What a step has found, and in words. */
  private record Found<T>(T value, String message) {}

  private interface Work<T> {
    Found<T> find();
  }

  /** The steps taken so far, and the kind of the latest failure. */
  private static final class Trail {
    private final ProviderEntry provider;
    private final boolean worked;
    private final List<ValidationStep> steps = new ArrayList<>();
    private FailureKind failure;

    private Trail(ProviderEntry provider, boolean worked) {
      this.provider = provider;
      this.worked = worked;
    }

    private <T> Optional<T> step(String name, Work<T> work) {
      long begin = System.nanoTime();
      try {
        Found<T> found = work.find();
        add(name, true, begin, found.message());
        return Optional.of(found.value());
      } catch (BudgetSpentException e) {
        skip(name, e);
      } catch (ModelCallException e) {
        failure = e.kind();
        add(name, false, begin, Advice.withCause(provider, e));
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, e, () -> "The step " + name + " of a validation broke");
        failure = FailureKind.INTERNAL;
        add(name, false, begin, "Something went wrong here; the log tells what.");
      }
      return Optional.empty();
    }

    private void add(String name, boolean ok, long begin, String message) {
      long took = Math.max(0, (System.nanoTime() - begin) / 1_000_000);
      steps.add(new ValidationStep(name, ok, took, message));
    }

    /** That a budget is spent says nothing of the provider: what was known before still counts. */
    private void skip(String name, BudgetSpentException spent) {
      boolean works = failure == null || worked;
      String why = "No model was called. " + spent.getMessage();
      steps.add(new ValidationStep(name, works, 0, why, true));
    }
  }

  /**
   * Takes the steps.
   *
   * @param wish whether a model is to be called
   * @param aliases what the provider serves already: one of them is called rather than any other
   * @throws ModelCallException of the kind cancelled when the thread was interrupted
   */
  ValidationReport look(ProviderEntry provider, CallWish wish, List<ModelEntry> aliases) {
    Trail trail = new Trail(provider, wish.worked());
    List<OfferedModel> offered = null;
    if (!isRemote(provider.kind()) || isReached(provider, trail)) {
      offered = trail.step(ValidationStep.MODELS, () -> list(provider)).orElse(null);
      boolean unlisted = offered == null && trail.failure == FailureKind.INVALID_INPUT;
      if (wish.wanted() && (offered != null || unlisted)) {
        List<OfferedModel> known = offered == null ? List.of() : offered;
        trail.step(ValidationStep.CALL, () -> call(provider, aliases, known, wish.key()));
      }
    }
    if (trail.failure == FailureKind.CANCELLED || Thread.currentThread().isInterrupted()) {
      throw new ModelCallException(FailureKind.CANCELLED, "The validation was cancelled.", null);
    }
    return new ValidationReport(trail.steps, offered);
  }

  /** Whether providers of a kind are called over a network. */
  boolean isRemote(String kind) {
    return models.findKind(kind).map(ProviderKind::remote).orElse(false);
  }

  private boolean isReached(ProviderEntry provider, Trail trail) {
    Route route = new Route(provider, hosts);
    return trail
        .step(
            ValidationStep.RESOLVE,
            () -> {
              List<InetAddress> addresses = route.resolve();
              return new Found<>(addresses, Route.text(addresses));
            })
        .flatMap(
            addresses ->
                trail.step(
                    ValidationStep.CONNECT,
                    () -> {
                      String reached = route.connect(addresses);
                      return new Found<>(reached, reached);
                    }))
        .isPresent();
  }

  private Found<List<OfferedModel>> list(ProviderEntry provider) {
    List<OfferedModel> all = models.offered(provider, LIST_LIMIT);
    List<OfferedModel> some = all.size() > MOST_OFFERED ? all.subList(0, MOST_OFFERED) : all;
    return new Found<>(some, all.size() == 1 ? "1 model" : all.size() + " models");
  }

  private Found<ModelEntry> call(
      ProviderEntry provider, List<ModelEntry> aliases, List<OfferedModel> offered, UUID key) {
    ModelEntry entry = aliases.stream().findFirst().orElseGet(() -> any(provider, offered));
    // Not through the limits and fallbacks of tasks: it is this model that is to answer.
    Models alone = new Models(() -> new Catalogue(List.of(entry)), clients, attempts, clock);
    alone.call(
        new ModelRequest(
            entry.name(),
            "",
            List.of(ModelMessage.user("Say yes.")),
            List.of(),
            null,
            new ModelParameters(null, 1, null, null),
            CALL_LIMIT,
            new CallOrigin(null, null, null, null, key, Map.of())));
    return new Found<>(entry, "'" + entry.model() + "' answers");
  }

  private static ModelEntry any(ProviderEntry provider, List<OfferedModel> offered) {
    return offered.stream()
        .findFirst()
        .map(
            model ->
                new ModelEntry(
                    "validation",
                    1,
                    provider,
                    model.name(),
                    model.contextWindow(),
                    model.inputPrice(),
                    model.outputPrice(),
                    model.capabilities(),
                    List.of()))
        .orElseThrow(
            () ->
                new ModelCallException(
                    FailureKind.NOT_PERMITTED,
                    "There is no model to call: add one that this provider serves.",
                    null));
  }
}
