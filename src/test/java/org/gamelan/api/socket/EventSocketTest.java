package org.gamelan.api.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventSocketTest {
  @Test
  void aReasonFitsIntoTheFrameThatCloses() {
    assertThat(EventSocket.shortened("é".repeat(100)).getBytes(UTF_8)).hasSize(122);
    assertThat(EventSocket.shortened("Sign in first.")).isEqualTo("Sign in first.");
  }
}
