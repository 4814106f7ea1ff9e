package org.gamelan.provider;

import java.util.Optional;
import org.gamelan.failure.FailureKind;

/** What an administrator can do when a provider does not work. */
final class Advice {
  private static final int MOST = 700;

  private Advice() {}

  /** What went wrong, without the credential, and what to do about it. */
  static String withCause(ProviderEntry provider, ModelCallException failure) {
    String said = String.valueOf(failure.getMessage());
    String key = provider.apiKey().reveal().filter(it -> !it.isEmpty()).orElse(null);
    String cause = ended(clean(key == null ? said : said.replace(key, "•••")));
    return of(failure.kind()).map(advice -> cause + " " + advice).orElse(cause);
  }

  private static Optional<String> of(FailureKind kind) {
    return switch (kind) {
      case AUTH -> Optional.of("Give the provider a key that is valid there.");
      case NETWORK ->
          Optional.of("Check the base URL and that the server runs and can be reached.");
      case TIMEOUT -> Optional.of("It may be overloaded, or a firewall is in between.");
      case RATE_LIMIT -> Optional.of("Lower its limits here, or raise them at the provider.");
      case BUDGET -> Optional.of("Top up the account at the provider.");
      case SERVER_ERROR ->
          Optional.of("Check that the base URL is that of the API; it is looked at again soon.");
      case INVALID_INPUT ->
          Optional.of(
              "The base URL of OpenAI kinds needs its /v1. A server that keeps no list of models"
                  + " is validated with a call.");
      default -> Optional.empty();
    };
  }

  /** What strangers sent must fit into the database and into one line. */
  private static String clean(String text) {
    String line = text.replaceAll("[\\s\\p{Cc}\\p{Cs}]+", " ").strip();
    return line.length() <= MOST ? line : line.substring(0, MOST) + "…";
  }

  private static String ended(String sentence) {
    return sentence.matches(".*[.!?…]") ? sentence : sentence + ".";
  }
}
