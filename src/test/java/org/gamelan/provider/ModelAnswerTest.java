package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelAnswerTest {
  @Test
  void aTextCanBeStoredWhateverItHolds() {
    ModelAnswer answer =
        new ModelAnswer("a\0b", List.of(), false, TokenUsage.NONE, null, null, null);
    assertThat(answer.text()).isEqualTo("a\uFFFDb");
    assertThat(new ModelAnswer(null, null, false, TokenUsage.NONE, null, null, null).text())
        .isNull();
  }

  @Test
  void fewerTokensThanNoneAreNone() {
    assertThat(new TokenUsage(-1_000_000, -5, -1)).isEqualTo(TokenUsage.NONE);
    assertThat(new TokenUsage(3, 2, 1).plus(new TokenUsage(1, 1)))
        .isEqualTo(new TokenUsage(4, 3, 1));
  }
}
