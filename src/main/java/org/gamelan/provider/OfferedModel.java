package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;

/**
 * A model as its provider lists it. What a provider does not publish stays open.
 *
 * @param name the provider's own name of the model
 * @param contextWindow tokens it can hold, or null
 * @param inputPrice price of a million tokens read, or null
 * @param outputPrice price of a million tokens written, or null
 * @param capabilities what it is known to do, such as {@code tools}, {@code json_schema}, {@code
 *     vision} and {@code streaming}; empty where nothing is published
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OfferedModel(
    String name,
    Integer contextWindow,
    BigDecimal inputPrice,
    BigDecimal outputPrice,
    List<String> capabilities) {

  public OfferedModel {
    capabilities = List.copyOf(capabilities);
  }
}
