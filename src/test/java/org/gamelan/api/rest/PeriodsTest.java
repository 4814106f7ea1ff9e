package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 31);

  @Test
  void daysAndTimesAreRead() {
    assertThat(Periods.day("from", "2026-01-31")).isEqualTo(DAY);
    assertThat(Periods.time("from", "2026-01-31T08:00:00Z"))
        .isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "today", "2026-02-30", "+999999999-12-31", "-999999999-01-01", "0000-12-31"})
  void whatIsNoDayIsRefused(String text) {
    assertThatThrownBy(() -> Periods.day("from", text))
        .isInstanceOf(RestException.class)
        .hasMessage("from: must be a day such as 2026-01-31");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-01-31", "+1000000000-12-31T00:00:00Z", "-0001-01-01T00:00:00Z"})
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> Periods.time("to", text))
        .isInstanceOf(RestException.class)
        .hasMessage("to: must be a time such as 2026-01-31T00:00:00Z");
  }

  @Test
  void daysAreCountedBackToTheFirst() {
    assertThat(Periods.before(DAY, 30)).isEqualTo(LocalDate.of(2026, 1, 1));
    assertThat(Periods.before(LocalDate.of(1, 1, 2), 30)).isEqualTo(LocalDate.of(1, 1, 1));
  }

  @Test
  void anEndBeforeItsBeginningNamesBoth() {
    assertThatThrownBy(() -> Periods.check(DAY.plusDays(1), DAY))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e ->
                assertThat(e.errors())
                    .containsExactly(
                        new FieldError("from", "is 2026-02-01, after to; give an earlier one"),
                        new FieldError("to", "is 2026-01-31, before from; give a later one")));
  }

  @Test
  void aSingleDayAndAnOpenEndAreFine() {
    assertThatCode(() -> Periods.check(DAY, DAY)).doesNotThrowAnyException();
    assertThatCode(() -> Periods.check(null, DAY)).doesNotThrowAnyException();
    assertThatCode(() -> Periods.check(DAY, null)).doesNotThrowAnyException();
  }
}
