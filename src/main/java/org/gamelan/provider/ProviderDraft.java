package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an administrator sets of a provider.
 *
 * @param name a name of its own
 * @param kind one of the known kinds
 * @param baseUrl where it is; null for the kind's default
 * @param apiKey the credential, or {@code env:NAME} to take it from the environment; null keeps
 *     what there is, an empty text removes it
 * @param limits how much it may be asked, or null
 * @param settings what only this kind has, or null
 */
public record ProviderDraft(
    String name,
    String kind,
    String baseUrl,
    String apiKey,
    ProviderLimits limits,
    JsonNode settings) {

  @Override
  public String toString() {
    return "ProviderDraft[" + name + ", " + kind + ", " + baseUrl + "]";
  }
}
