package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.security.Secrets;

/** Credentials of providers: sealed in their row, or read from the environment by reference. */
@ApplicationScoped
public class Credentials {
  /** Refers to the key in {@code gamelan.model.api-key}, which the operator set for this node. */
  static final String CONFIGURED = "config:gamelan.model.api-key";

  private static final String REFERENCE = "env:";

  private final Secrets secrets;
  private final ProviderConfig config;
  private final UnaryOperator<String> environment;

  protected Credentials() {
    this(null, null, null);
  }

  @Inject
  public Credentials(Secrets secrets, ProviderConfig config) {
    this(secrets, config, System::getenv);
  }

  Credentials(Secrets secrets, ProviderConfig config, UnaryOperator<String> environment) {
    this.secrets = secrets;
    this.config = config;
    this.environment = environment;
  }

  /**
   * Gives a provider another credential.
   *
   * @param apiKey as in {@link ProviderDraft#apiKey()}, not null
   * @throws InvalidInputException when it names a variable that must not be read
   */
  void set(Provider provider, String apiKey) {
    if (apiKey.isBlank()) {
      provider.dropCredential();
    } else if (apiKey.startsWith(REFERENCE)) {
      String name = apiKey.substring(REFERENCE.length()).strip();
      if (!config.mayReference(name)) {
        throw new InvalidInputException(
            "apiKey",
            "the environment variable '%s' may not be read; allowed: %s"
                .formatted(name, String.join(", ", config.environmentReferences())));
      }
      provider.referToCredential(REFERENCE + name);
    } else {
      provider.sealCredential(secrets.seal(apiKey.strip(), place(provider)));
    }
  }

  /**
   * A credential that is tried without being stored.
   *
   * @param apiKey as in {@link ProviderDraft#apiKey()}, not null
   */
  ApiKey given(String apiKey) {
    if (apiKey.isBlank()) {
      return ApiKey.NONE;
    }
    return apiKey.startsWith(REFERENCE)
        ? fromEnvironment(apiKey.substring(REFERENCE.length()).strip())
        : ApiKey.of(apiKey.strip());
  }

  /** The credential of a provider, or why there is none. */
  ApiKey of(Provider provider) {
    String reference = provider.credentialReference();
    if (CONFIGURED.equals(reference)) {
      return config
          .configuredModel()
          .flatMap(ProviderConfig.ConfiguredModel::apiKey)
          .map(ApiKey::of)
          .orElseGet(() -> ApiKey.unavailable("GAMELAN_MODEL_API_KEY is not set on this node."));
    }
    if (reference != null) {
      return fromEnvironment(reference.substring(REFERENCE.length()));
    }
    byte[] sealed = provider.credential();
    if (sealed == null) {
      return ApiKey.NONE;
    }
    try {
      return ApiKey.of(secrets.open(sealed, place(provider)));
    } catch (GamelanException e) {
      return ApiKey.unavailable(e.getMessage());
    }
  }

  private ApiKey fromEnvironment(String name) {
    if (!config.mayReference(name)) {
      return ApiKey.unavailable("The environment variable " + name + " may not be read.");
    }
    String value = environment.apply(name);
    return value == null || value.isBlank()
        ? ApiKey.unavailable("The environment variable " + name + " is not set.")
        : ApiKey.of(value.strip());
  }

  private static String place(Provider provider) {
    return place(provider.id());
  }

  /** What the credential of a provider is sealed for. */
  static String place(UUID provider) {
    return "provider:" + provider;
  }
}
