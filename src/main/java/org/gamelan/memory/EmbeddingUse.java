package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.gamelan.provider.ModelUse;
import org.gamelan.provider.ModelUsers;

/** The model that is configured to put what is remembered into vectors. */
@ApplicationScoped
public class EmbeddingUse implements ModelUsers {
  private final MemoryConfig config;

  protected EmbeddingUse() {
    this(null);
  }

  @Inject
  public EmbeddingUse(MemoryConfig config) {
    this.config = config;
  }

  @Override
  public Stream<ModelUse> uses() {
    return config.embeddingModel().stream()
        .map(alias -> new ModelUse("the setting gamelan.embedding.model", alias));
  }
}
