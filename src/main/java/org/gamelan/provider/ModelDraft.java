package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * What an administrator sets of a model alias.
 *
 * @param name the alias
 * @param provider name or id of the provider that serves it
 * @param model the provider's own name of the model
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities words for what it can do; null for none
 * @param fallbacks aliases to use when it fails; null for none
 * @param limits how much it may be asked, besides its provider's limits; null for no limits
 * @param prefer {@code order}, {@code cost} or {@code latency}; null for the order given
 */
public record ModelDraft(
    String name,
    String provider,
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> fallbacks,
    ProviderLimits limits,
    String prefer) {}
