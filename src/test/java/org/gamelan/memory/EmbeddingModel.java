package org.gamelan.memory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.gamelan.failure.FailureKind;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.EmbeddingAnswer;
import org.gamelan.provider.EmbeddingRequest;
import org.gamelan.provider.ModelAnswer;
import org.gamelan.provider.ModelCallException;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderKind;
import org.gamelan.provider.ProviderLimits;
import org.gamelan.provider.TokenUsage;

/** A model whose vectors count letters: texts with the same letters are near each other. */
final class EmbeddingModel implements ModelClient {
  final List<List<String>> asked = new ArrayList<>();
  Predicate<String> refuses = text -> false;
  FailureKind down;
  private final ModelEntry entry =
      new ModelEntry(
          "embed",
          1,
          new ProviderEntry(
              new UUID(0, 7), 1, "p", "letters", null, ApiKey.NONE, ProviderLimits.NONE, null),
          "m",
          null,
          null,
          null,
          List.of(),
          List.of());

  Embeddings embeddings(String alias, Clock clock) {
    Catalogue catalogue = new Catalogue(List.of(entry));
    return new Embeddings(
        new Models(() -> catalogue, List.of(this)),
        new MemoryConfig(100, 10, 10, Optional.ofNullable(alias)),
        clock);
  }

  static float[] letters(String text) {
    float[] vector = new float[27];
    vector[26] = 0.01f;
    text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> vector[c - 'a']++);
    return vector;
  }

  @Override
  public List<ProviderKind> kinds() {
    return List.of(new ProviderKind("letters", null, false));
  }

  @Override
  public ModelAnswer call(ModelEntry entry, ModelRequest request) {
    throw new UnsupportedOperationException("it makes vectors alone");
  }

  @Override
  public EmbeddingAnswer embed(ModelEntry entry, EmbeddingRequest request) {
    asked.add(request.texts());
    if (down != null) {
      throw new ModelCallException(down, "It is down.", null);
    }
    if (request.texts().stream().anyMatch(refuses)) {
      throw new ModelCallException(FailureKind.INVALID_INPUT, "Too long.", null);
    }
    return new EmbeddingAnswer(
        request.texts().stream().map(EmbeddingModel::letters).toList(),
        TokenUsage.NONE,
        null,
        null);
  }
}
