package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BodyLimitTest {
  @Test
  void aBodyOfExactlyTheLimitIsRead() throws IOException {
    assertThat(limited(10, 10).readAllBytes()).hasSize(10);
  }

  @Test
  void oneByteMoreIsRefusedWhileReading() {
    assertThatThrownBy(() -> limited(11, 10).readAllBytes())
        .isInstanceOfSatisfying(
            RestException.class, e -> assertThat(e.failure().status()).isEqualTo(413));
  }

  private static BodyLimit.Limited limited(int size, int limit) {
    return new BodyLimit.Limited(new ByteArrayInputStream(new byte[size]), limit);
  }
}
