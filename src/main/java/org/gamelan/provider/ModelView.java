package org.gamelan.provider;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A version of a model alias as it is shown.
 *
 * @param id its row
 * @param name the alias
 * @param version the alias's version, from 1
 * @param provider name of the provider that serves it
 * @param model the provider's own name of the model
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities words for what it can do
 * @param fallbacks aliases to use when it fails
 * @param limits how much it may be asked, besides its provider's limits
 * @param prefer {@code order}, {@code cost} or {@code latency}: which of it and its fallbacks is
 *     asked first
 * @param createdAt when it was made
 * @param revision counted up with each change of this version, for ETags
 */
public record ModelView(
    UUID id,
    String name,
    int version,
    String provider,
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> fallbacks,
    ProviderLimits limits,
    String prefer,
    Instant createdAt,
    int revision) {}
