package org.gamelan.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/**
 * What a fresh installation begins with. Planting again, even by two nodes at once, is harmless.
 */
@ApplicationScoped
public class ProviderSeed {
  static final String SCRIPTED = "scripted";
  static final String CONFIGURED = "configured";

  private final ProviderConfig config;
  private final HostRule hosts;
  private final Clock clock;

  protected ProviderSeed() {
    this(null, null, null);
  }

  @Inject
  public ProviderSeed(ProviderConfig config, HostRule hosts, Clock clock) {
    this.config = config;
    this.hosts = hosts;
    this.clock = clock;
  }

  /** Plants in a transaction of its own. */
  void plant(ProviderRepository repository) {
    repository.inTransaction(
        rows -> {
          rows.lock();
          plantScripted(rows);
          config.configuredModel().ifPresent(model -> plantConfigured(rows, model));
          return null;
        });
  }

  private void plantScripted(ProviderRepository rows) {
    // A real model that is no longer configured must not leave the default without an answer.
    boolean orphaned =
        config.configuredModel().isEmpty()
            && rows.versions(Models.DEFAULT_ALIAS).stream()
                .findFirst()
                .filter(model -> model.provider().name().equals(CONFIGURED))
                .isPresent();
    if (orphaned || rows.versions(Models.DEFAULT_ALIAS).isEmpty()) {
      Provider scripted =
          rows.findByName(SCRIPTED)
              .orElseGet(
                  () -> add(rows, new ProviderDraft(SCRIPTED, SCRIPTED, null, null, null, null)));
      pointDefault(rows, scripted, SCRIPTED);
    }
  }

  private void plantConfigured(ProviderRepository rows, ProviderConfig.ConfiguredModel model) {
    hosts
        .problem(model.baseUrl())
        .ifPresent(
            problem -> {
              throw new IllegalStateException("GAMELAN_MODEL_BASE_URL " + problem);
            });
    String baseUrl = model.baseUrl().replaceAll("/+$", "");
    Provider provider =
        rows.findByName(CONFIGURED)
            .orElseGet(
                () ->
                    add(
                        rows,
                        new ProviderDraft(
                            CONFIGURED, "openai-compatible", baseUrl, null, null, null)));
    String reference = model.apiKey().isPresent() ? Credentials.CONFIGURED : null;
    if (!Objects.equals(provider.baseUrl(), baseUrl)
        || !Objects.equals(provider.credentialReference(), reference)) {
      provider.describe(
          new ProviderDraft(
              CONFIGURED,
              "openai-compatible",
              baseUrl,
              null,
              provider.limits(),
              provider.settings()),
          clock.instant());
      if (reference == null) {
        provider.dropCredential();
      } else {
        provider.referToCredential(reference);
      }
    }
    pointDefault(rows, provider, model.name());
  }

  private Provider add(ProviderRepository rows, ProviderDraft draft) {
    Provider provider = new Provider(UUID.randomUUID(), clock.instant());
    provider.describe(
        new ProviderDraft(
            draft.name(),
            draft.kind(),
            draft.baseUrl(),
            null,
            ProviderLimits.NONE,
            JsonNodeFactory.instance.objectNode()),
        clock.instant());
    rows.add(provider);
    return provider;
  }

  /** Makes a new version of {@code default} unless the newest one is the same already. */
  private void pointDefault(ProviderRepository rows, Provider provider, String model) {
    Model newest = rows.versions(Models.DEFAULT_ALIAS).stream().findFirst().orElse(null);
    if (newest != null && newest.isServedAs(provider, model)) {
      return;
    }
    int number = newest == null ? 1 : newest.number() + 1;
    Model added = new Model(UUID.randomUUID(), Models.DEFAULT_ALIAS, number, clock.instant());
    added.describe(
        new ModelDraft(
            Models.DEFAULT_ALIAS, provider.name(), model, null, null, null, null, null, null, null),
        provider);
    rows.add(added);
  }
}
