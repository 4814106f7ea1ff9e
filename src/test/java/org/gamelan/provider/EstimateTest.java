package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void textOfOtherScriptsTakesMoreTokens() {
    assertThat(Estimate.of(request("日本語の文章です", null)).input())
        .isGreaterThan(Estimate.of(request("12345678", null)).input());
  }

  @Test
  void theLongestAnswerIsWhatTheRequestAllows() {
    assertThat(Estimate.of(request("a", null)).output()).isEqualTo(Estimate.DEFAULT_OUTPUT);
    assertThat(Estimate.of(request("a", 17)).output()).isEqualTo(17);
  }

  @Test
  void aRequestIsHeldToWhatWasSetAside() {
    assertThat(request("a", null).withLongestAnswer(40).parameters().maxOutputTokens())
        .isEqualTo(40);
    assertThat(request("a", 17).withLongestAnswer(40).parameters().maxOutputTokens()).isEqualTo(17);
  }

  private static ModelRequest request(String text, Integer longest) {
    return new ModelRequest(
        "m",
        null,
        List.of(ModelMessage.user(text)),
        List.of(),
        null,
        new ModelParameters(null, longest, null, null),
        Duration.ofSeconds(1),
        new CallOrigin(null, null, null, "a", Map.of()));
  }
}
