package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/**
 * A model alias as calls see it: immutable, part of a {@link Catalogue}.
 *
 * @param id its row
 * @param name the alias
 * @param number its version, from 1
 * @param provider where it is served
 * @param model the provider's own name of the model
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities words for what it can do
 * @param fallbacks aliases to use when it fails
 * @param limits how much it may be asked, besides its provider's limits
 * @param prefer {@code order}, {@code cost} or {@code latency}: which of it and its fallbacks is
 *     asked first
 */
public record ModelEntry(
    UUID id,
    String name,
    int number,
    ProviderEntry provider,
    String model,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities,
    List<String> fallbacks,
    ProviderLimits limits,
    String prefer) {

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  public ModelEntry {
    capabilities = List.copyOf(capabilities);
    fallbacks = List.copyOf(fallbacks);
  }

  /** One without limits, tried in the order given. */
  public ModelEntry(
      String name,
      int number,
      ProviderEntry provider,
      String model,
      Integer contextWindow,
      BigDecimal inputPrice,
      BigDecimal outputPrice,
      List<String> capabilities,
      List<String> fallbacks) {
    this(
        new UUID(0, 0),
        name,
        number,
        provider,
        model,
        contextWindow,
        inputPrice,
        outputPrice,
        capabilities,
        fallbacks,
        ProviderLimits.NONE,
        "order");
  }

  /** Whether calls may cost something: nobody asks money for rules. */
  boolean isPaid() {
    return !provider.kind().equals("scripted");
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
