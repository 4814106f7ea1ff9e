package org.gamelan.provider;

import java.math.BigDecimal;
import java.util.List;

/**
 * Texts as vectors: what is near in meaning points in about the same direction.
 *
 * @param vectors one for each text, in the order of the request, all of one length
 * @param tokens what it cost in tokens
 * @param cost what the provider says that it cost, or null
 * @param space which model's directions these are; vectors of different spaces have nothing to do
 *     with each other. Filled in by {@link Models}, may be null before
 */
public record EmbeddingAnswer(
    List<float[]> vectors, TokenUsage tokens, BigDecimal cost, String space)
    implements GovernedAnswer {
  /** The longest vector that is taken. */
  public static final int MOST_DIMENSIONS = 8_192;

  public EmbeddingAnswer {
    vectors = List.copyOf(vectors);
  }

  /**
   * Whether these are vectors of so many texts: of one length, finite, and none without direction.
   */
  public boolean isOf(int texts) {
    int length = vectors.isEmpty() ? 0 : vectors.get(0).length;
    return vectors.size() == texts
        && length <= MOST_DIMENSIONS
        && vectors.stream().allMatch(vector -> vector.length == length && hasDirection(vector));
  }

  private static boolean hasDirection(float[] vector) {
    double square = 0;
    for (float part : vector) {
      square += (double) part * part;
    }
    return square > 0 && Double.isFinite(square);
  }
}
