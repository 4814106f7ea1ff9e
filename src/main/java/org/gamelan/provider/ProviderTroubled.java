package org.gamelan.provider;

import java.util.UUID;

/**
 * Calls of a provider fail again and again, so that it is left alone for a while, or its credential
 * is refused.
 *
 * @param provider its id
 * @param reason the latest failure
 */
public record ProviderTroubled(UUID provider, String reason) {}
