package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.gamelan.provider.ModelUse;
import org.junit.jupiter.api.Test;

class EmbeddingUseTest {
  @Test
  void theConfiguredModelIsInUse() {
    MemoryConfig config = new MemoryConfig(1, 1, 1, Optional.of("vectors"));
    assertThat(new EmbeddingUse(config).uses())
        .containsExactly(new ModelUse("the setting gamelan.embedding.model", "vectors"));
  }

  @Test
  void withoutOneNoModelIs() {
    MemoryConfig config = new MemoryConfig(1, 1, 1, Optional.empty());
    assertThat(new EmbeddingUse(config).uses()).isEmpty();
  }
}
