package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of sign-in.
 *
 * <ul>
 *   <li>{@code gamelan.admin.password}: first password of the user {@code admin}; used at the very
 *       first start only; unset: generated
 *   <li>{@code gamelan.admin.key}: API key of {@code admin}; a new value makes a new key and ends
 *       the one configured before; unset: generated at the very first start
 *   <li>{@code gamelan.data-dir} ({@code data}): where generated credentials are written
 *   <li>{@code gamelan.master.key-file}: where the master key was read from; unset: it was given
 *   <li>{@code gamelan.sign-in.attempts-per-user} (10), {@code
 *       gamelan.sign-in.attempts-per-address} (50): wrong passwords within {@code
 *       gamelan.sign-in.window-seconds} (300)
 *   <li>{@code gamelan.allowed-origins}: further origins, separated by commas, whose pages may open
 *       sockets with a session; needed behind a proxy that changes the {@code Host} header
 * </ul>
 */
@ApplicationScoped
public class SecurityConfig {
  private Config config;

  /** For the container's proxies. */
  protected SecurityConfig() {}

  @Inject
  public SecurityConfig(Config config) {
    this.config = config;
  }

  public Optional<String> adminPassword() {
    return text("gamelan.admin.password");
  }

  public Optional<String> adminKey() {
    return text("gamelan.admin.key");
  }

  public Path dataDir() {
    return Path.of(text("gamelan.data-dir").orElse("data"));
  }

  /** The file the master key was read from, unless the operator gave the key itself. */
  public Optional<Path> masterKeyFile() {
    return text("gamelan.master.key-file").map(Path::of);
  }

  public int attemptsPerUser() {
    return number("gamelan.sign-in.attempts-per-user", 10);
  }

  public int attemptsPerAddress() {
    return number("gamelan.sign-in.attempts-per-address", 50);
  }

  public Duration attemptsWindow() {
    return Duration.ofSeconds(number("gamelan.sign-in.window-seconds", 300));
  }

  public Set<String> allowedOrigins() {
    return text("gamelan.allowed-origins").stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  private Optional<String> text(String name) {
    return config.getOptionalValue(name, String.class).filter(value -> !value.isBlank());
  }

  private int number(String name, int otherwise) {
    int value = config.getOptionalValue(name, Integer.class).orElse(otherwise);
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
    return value;
  }
}
