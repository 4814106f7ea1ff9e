package org.gamelan.provider.http;

import java.util.Optional;
import java.util.regex.Pattern;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ProviderEntry;

/** What has to be in order before anything is sent to a provider. */
record CallChecks(HostRule hosts) {
  private static final Pattern HEADER_TEXT = Pattern.compile("[\\x21-\\x7e]*");

  void requireCredential(ProviderEntry provider, String what) {
    Optional<String> problem = provider.apiKey().problem();
    if (problem.isPresent()) {
      throw new ModelCallException(
          FailureKind.AUTH, what + " has no credential: " + problem.get(), null);
    }
    // The transport would refuse such a header, and show it.
    if (provider.apiKey().reveal().filter(key -> !HEADER_TEXT.matcher(key).matches()).isPresent()) {
      throw new ModelCallException(
          FailureKind.AUTH,
          what + " has a credential with characters that no header can hold: give it again.",
          null);
    }
  }

  void requireHost(ProviderEntry provider, String what) {
    Optional<String> problem = hosts.problem(provider.baseUrl());
    if (problem.isPresent()) {
      throw new ModelCallException(
          FailureKind.NOT_PERMITTED, what + ": the base URL " + problem.get(), null);
    }
  }
}
