package org.gamelan.provider;

import java.time.Duration;
import java.util.List;

/**
 * Texts whose meaning is to be put into numbers.
 *
 * @param model alias, or alias@version
 * @param texts the texts, none of them blank
 * @param timeout the longest the whole call may take
 * @param origin on whose behalf
 */
public record EmbeddingRequest(
    String model, List<String> texts, Duration timeout, CallOrigin origin)
    implements GovernedRequest<EmbeddingRequest> {

  public EmbeddingRequest {
    texts = List.copyOf(texts);
  }

  @Override
  public String operation() {
    return "embeddings";
  }

  @Override
  public Estimate estimate() {
    return Estimate.ofTexts(texts);
  }

  @Override
  public EmbeddingRequest within(Duration time) {
    return new EmbeddingRequest(model, texts, time, origin);
  }

  @Override
  public EmbeddingRequest withLongestAnswer(int tokens) {
    return this;
  }
}
