package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;

/** What a provider may look like. */
@ApplicationScoped
public class ProviderChecks {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final int MAX_SETTINGS = 100_000;

  private final Models models;
  private final HostRule hosts;

  protected ProviderChecks() {
    this(null, null);
  }

  @Inject
  public ProviderChecks(Models models, HostRule hosts) {
    this.models = models;
    this.hosts = hosts;
  }

  /**
   * The draft as it is to be stored.
   *
   * @throws InvalidInputException with all faults of it
   */
  ProviderDraft check(ProviderDraft draft) {
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
}
