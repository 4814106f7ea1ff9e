package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasNamesTest {
  @ParameterizedTest
  @CsvSource({
    "gpt-4.1-mini, gpt-4.1-mini",
    "Qwen/Qwen3 32B, qwen-qwen3-32b",
    "llama3:8b, llama3-8b",
    "4o-mini, model-4o-mini",
    "日本, model",
    "a//b, a-b"
  })
  void namesAreMadeFit(String model, String alias) {
    assertThat(AliasNames.of(model)).isEqualTo(alias).matches("[a-z][a-z0-9_.-]{0,62}");
  }

  @Test
  void takenNamesGetANumber() {
    assertThat(AliasNames.free("A b", Set.of("a-b", "a-b-2"))).isEqualTo("a-b-3");
    String longest = "x".repeat(200);
    assertThat(AliasNames.free(longest, Set.of(AliasNames.of(longest))))
        .hasSize(63)
        .endsWith("x-2");
  }
}
