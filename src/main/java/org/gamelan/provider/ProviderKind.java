package org.gamelan.provider;

/**
 * A sort of place where models are served.
 *
 * @param id the name used in the API, such as {@code openai-compatible}
 * @param defaultBaseUrl where it is unless a provider says otherwise; null when a provider has to
 *     say, or when nothing is called over a network
 * @param remote whether it is called over a network, so that it needs a base URL
 */
public record ProviderKind(String id, String defaultBaseUrl, boolean remote) {}
