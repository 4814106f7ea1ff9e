package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * A model alias as calls see it: immutable, part of a {@link Catalogue}.
 *
 * @param name the alias
 * @param number its version, from 1
 * @param provider where it is served
 * @param model the provider's own name of the model
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities words for what it can do
 * @param fallbacks aliases to use when it fails
 */
public record ModelEntry(
    String name,
    int number,
    ProviderEntry provider,
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> fallbacks) {

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  public ModelEntry {
    capabilities = List.copyOf(capabilities);
    fallbacks = List.copyOf(fallbacks);
  }

  /** What a call costs, or null where no price is known. */
  public BigDecimal cost(TokenUsage tokens) {
    if (inputPrice == null && outputPrice == null) {
      return null;
    }
    BigDecimal input = inputPrice == null ? BigDecimal.ZERO : inputPrice;
    BigDecimal output = outputPrice == null ? BigDecimal.ZERO : outputPrice;
    return input
        .multiply(BigDecimal.valueOf(tokens.input()))
        .add(output.multiply(BigDecimal.valueOf(tokens.output())))
        .divide(MILLION);
  }
}
