package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.InvalidInputException;

/** Tries a provider before it is saved: nothing is stored, no event is written. */
@ApplicationScoped
public class ProviderTrial {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final ProviderRepository repository;
  private final ProviderChecks checks;
  private final Credentials credentials;
  private final ProviderProbe probe;
  private final ValidationWorkers workers;

  protected ProviderTrial() {
    this(null, null, null, null, null);
  }

  @Inject
  public ProviderTrial(
      ProviderRepository repository,
      ProviderChecks checks,
      Credentials credentials,
      ProviderProbe probe,
      ValidationWorkers workers) {
    this.repository = repository;
    this.checks = checks;
    this.credentials = credentials;
    this.probe = probe;
    this.workers = workers;
  }

  /**
   * Looks whether a provider would work. One that is stored under the same name lends its
   * credential where the draft has none and the host is the same.
   *
   * @throws InvalidInputException with all faults of the draft
   */
  public ValidationReport of(ProviderDraft draft) {
    ProviderDraft checked = checks.check(draft);
    ProviderEntry entry =
        new ProviderEntry(
            UUID.randomUUID(),
            0,
            checked.name(),
            checked.kind(),
            checked.baseUrl(),
            credential(checked),
            checked.limits(),
            checked.settings());
    Future<ValidationReport> report =
        workers.submit(() -> probe.look(entry, CallWish.NONE, List.of()));
    try {
      return report.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelCallException(FailureKind.CANCELLED, "The test was cancelled.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The test of a provider broke", e.getCause());
    } catch (TimeoutException e) {
      return late();
    } finally {
      report.cancel(true);
    }
  }

  private ApiKey credential(ProviderDraft draft) {
    if (draft.apiKey() != null) {
      return credentials.given(draft.apiKey());
    }
    return repository.inTransaction(
        rows ->
            rows.findByName(draft.name())
                .filter(stored -> !Providers.isMoved(stored, draft))
                .map(credentials::of)
                .orElse(ApiKey.NONE));
  }

  private static ValidationReport late() {
    String why = "There was no answer within %d s.".formatted(LIMIT.toSeconds());
    return new ValidationReport(
        List.of(new ValidationStep(ValidationStep.MODELS, false, LIMIT.toMillis(), why)), null);
  }
}
