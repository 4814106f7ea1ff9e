package org.gamelan.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;

/**
 * What a model answered.
 *
 * @param text the answer's text; empty when the model only calls tools
 * @param toolCalls the tools it wants called, in order
 * @param truncated whether the answer was cut off at the token limit
 * @param tokens what it cost in tokens
 * @param cost in the currency of the price list, or null where no price is known
 * @param provider the provider's name
 * @param model the alias that answered; differs from the one asked for after a fallback
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelAnswer(
    String text,
    List<ModelToolCall> toolCalls,
    boolean truncated,
    TokenUsage tokens,
    BigDecimal cost,
    String provider,
    String model)
    implements GovernedAnswer {

  public ModelAnswer {
    // No database keeps it in a text, and a whole answer is not to be lost for it.
    text = text == null ? null : text.replace('\u0000', '\uFFFD');
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
  }
}
