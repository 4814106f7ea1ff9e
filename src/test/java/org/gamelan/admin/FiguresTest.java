package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "-5, 0 ms",
    "999, 999 ms",
    "1000, 1 s",
    "3449, 3.4 s",
    "125000, 2 min 5 s",
    "7380000, 2 h 3 min"
  })
  void durationsHaveTwoFiguresThatMatter(long millis, String told) {
    assertThat(Figures.duration(Duration.ofMillis(millis))).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1 KiB", "1434, 1.4 KiB", "3145728, 3 MiB"})
  void sizesAreBinary(long bytes, String told) {
    assertThat(Figures.size(bytes)).isEqualTo(told);
  }

  @Test
  void countsAgreeWithTheirNouns() {
    assertThat(Figures.counted(1, "stage")).isEqualTo("1 stage");
    assertThat(Figures.counted(12_345, "stage")).isEqualTo("12.3 k stages");
  }

  @Test
  void smallCostsKeepFourDecimals() {
    assertThat(Figures.cost(new BigDecimal("0.00123456"))).isEqualTo("0.0012");
    assertThat(Figures.cost(new BigDecimal("12.345"))).isEqualTo("12.35");
  }
}
