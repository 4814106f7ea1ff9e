package org.gamelan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static String of(String message) {
    return Fingerprint.of(FailureKind.TIMEOUT, "review", "critic", null, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          It took 12 s of 60 s             | It took 1.5 s of 600 s
          Task 018f3a5e-7c1d-7000-8000-00000000000a broke | Task 01a1ff30-0602-7d79-ac51-1faea6ec20d7 broke
          Since 2026-01-31T08:00:00Z       | Since 2025-12-01T23:59:59.123+01:00
          On 2026-01-31 at 8:15            | On 2027-02-03 at 17:40:12
          Request 4f9a0c2b77e1 was refused | Request deadbeef0 was refused
          HTTP 503, 1,024 bytes            | HTTP 500, 99 bytes
          """)
  void idsTimesAndNumbersMakeNoDifference(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other)).hasSize(16);
  }

  @Test
  void wordsKindStageAgentAndToolDo() {
    assertThat(of("The defaced facade")).isNotEqualTo(of("The faded facade"));
    assertThat(of("x"))
        .isNotEqualTo(Fingerprint.of(FailureKind.TOOL, "review", "critic", null, "x"))
        .isNotEqualTo(Fingerprint.of(FailureKind.TIMEOUT, "plan", "critic", null, "x"))
        .isNotEqualTo(Fingerprint.of(FailureKind.TIMEOUT, "review", null, null, "x"))
        .isNotEqualTo(Fingerprint.of(FailureKind.TIMEOUT, "review", "critic", "files.read", "x"));
  }

  @Test
  void aLongMessageIsReadOnce() {
    String digits = "a".repeat(200_000);
    long began = System.nanoTime();
    of(digits);
    of("1a".repeat(100_000));
    of("1,".repeat(100_000));
    assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
  }
}
