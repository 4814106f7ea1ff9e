package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Settings of providers, read once. */
@ApplicationScoped
public class ProviderConfig {
  private static final String OWN_PREFIX = "GAMELAN_";
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final boolean development;
  private final List<String> privateHosts;
  private final List<String> environmentReferences;
  private final int maxResponseBytes;
  private final Duration maxWait;
  private final int breakerFailures;
  private final Duration callRetention;
  private final Duration streamSilence;
  private final Duration validationInterval;
  private final ConfiguredModel configuredModel;

  /**
   * A real model set by the operator, which the alias {@code default} then stands for.
   *
   * @param baseUrl where it is, {@code /v1} included ({@code gamelan.model.base-url})
   * @param name the provider's name of it ({@code gamelan.model.name})
   * @param apiKey its key ({@code gamelan.model.api-key})
   */
  public record ConfiguredModel(String baseUrl, String name, Optional<String> apiKey) {
    @Override
    public String toString() {
      return "ConfiguredModel[" + baseUrl + ", " + name + "]";
    }
  }

  protected ProviderConfig() {
    development = false;
    privateHosts = List.of();
    environmentReferences = List.of();
    maxResponseBytes = 0;
    maxWait = Duration.ZERO;
    breakerFailures = 1;
    callRetention = Duration.ZERO;
    streamSilence = Duration.ZERO;
    validationInterval = Duration.ZERO;
    configuredModel = null;
  }

  @Inject
  public ProviderConfig(Config config) {
    development = text(config, "gamelan.profile").filter("development"::equals).isPresent();
    privateHosts = list(text(config, "gamelan.private-hosts").orElse("").toLowerCase(Locale.ROOT));
    environmentReferences =
        list(text(config, "gamelan.env-references").orElse("*_API_KEY,*_TOKEN"));
    maxResponseBytes = count(config, "gamelan.provider.max-response-bytes", 8 * 1024 * 1024);
    streamSilence = time(config, "gamelan.provider.stream-silence", SECOND, Duration.ofMinutes(2));
    callRetention = time(config, "gamelan.usage.retention", Duration.ZERO, Duration.ofDays(30));
    breakerFailures = count(config, "gamelan.provider.breaker-failures", 10);
    validationInterval =
        time(config, "gamelan.provider.validation-interval", SECOND, Duration.ofMinutes(15));
    maxWait = time(config, "gamelan.provider.max-wait", Duration.ZERO, Duration.ofMinutes(2));
    configuredModel =
        text(config, "gamelan.model.base-url")
            .map(url -> configuredModel(config, url))
            .orElse(null);
  }

  private static Duration time(Config config, String name, Duration least, Duration otherwise) {
    Duration time = config.getOptionalValue(name, Duration.class).orElse(otherwise);
    if (time.compareTo(least) < 0) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", not " + time);
    }
    return time;
  }

  private static int count(Config config, String name, int otherwise) {
    int count = config.getOptionalValue(name, Integer.class).orElse(otherwise);
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + count);
    }
    return count;
  }

  private static ConfiguredModel configuredModel(Config config, String baseUrl) {
    String name =
        text(config, "gamelan.model.name")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "GAMELAN_MODEL_BASE_URL is set, so GAMELAN_MODEL_NAME has to be, too"));
    return new ConfiguredModel(baseUrl, name, text(config, "gamelan.model.api-key"));
  }

  private static Optional<String> text(Config config, String name) {
    return config
        .getOptionalValue(name, String.class)
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Whether this is the development profile, where private hosts may be called. */
  public boolean development() {
    return development;
  }

  /** Private hosts that may be called elsewhere, too ({@code gamelan.private-hosts}). */
  public List<String> privateHosts() {
    return privateHosts;
  }

  /** Patterns of variables that {@code env:} may name ({@code gamelan.env-references}). */
  public List<String> environmentReferences() {
    return environmentReferences;
  }

  /** How long single calls are kept before they are added up ({@code gamelan.usage.retention}). */
  Duration callRetention() {
    return callRetention;
  }

  /**
   * After how many failures in a row a provider is left alone for a while ({@code
   * gamelan.provider.breaker-failures}).
   */
  int breakerFailures() {
    return breakerFailures;
  }

  /** How long a call waits for limits at most ({@code gamelan.provider.max-wait}). */
  public Duration maxWait() {
    return maxWait;
  }

  /** The longest answer taken from a provider, in bytes. */
  public int maxResponseBytes() {
    return maxResponseBytes;
  }

  /** How long a streaming provider may be silent: before its first byte, and between any two. */
  public Duration streamSilence() {
    return streamSilence;
  }

  /**
   * How long a provider that is well is left alone ({@code gamelan.provider.validation-interval}).
   */
  Duration validationInterval() {
    return validationInterval;
  }

  public Optional<ConfiguredModel> configuredModel() {
    return Optional.ofNullable(configuredModel);
  }

  /** Whether {@code env:} may name a variable; Gamelan's own never. */
  boolean mayReference(String variable) {
    return variable.matches("[A-Za-z_][A-Za-z0-9_]*")
        && !variable.toUpperCase(Locale.ROOT).startsWith(OWN_PREFIX)
        && environmentReferences.stream().anyMatch(pattern -> matches(pattern, variable));
  }

  private static boolean matches(String pattern, String variable) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(variable);
    }
    String before = pattern.substring(0, star);
    String after = pattern.substring(star + 1);
    return variable.length() >= before.length() + after.length()
        && variable.startsWith(before)
        && variable.endsWith(after);
  }
}
