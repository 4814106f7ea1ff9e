package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * A model of a provider as it is shown.
 *
 * @param model the provider's own name of it
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities what it is known to do
 * @param aliases names of the aliases that use it
 */
public record OfferedView(
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> aliases) {}
