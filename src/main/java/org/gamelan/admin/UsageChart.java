package org.gamelan.admin;

import java.time.LocalDate;
import java.util.List;
import org.gamelan.provider.UsageRow;

/** What models took on some days. */
final class UsageChart {
  private final LocalDate first;
  private final LocalDate last;
  private final List<UsageRow> rows;

  /**
   * @param rows at most one of each day
   */
  UsageChart(LocalDate first, LocalDate last, List<UsageRow> rows) {
    this.first = first;
    this.last = last;
    this.rows = rows;
  }

  String cost() {
    return chart().series("Cost", "accent", row -> row.cost().doubleValue()).json();
  }

  String tokens() {
    return chart()
        .series("Tokens read", "run", row -> row.tokens().input())
        .series("Tokens written", "gong", row -> row.tokens().output())
        .json();
  }

  private DayChart<UsageRow> chart() {
    return new DayChart<>(first, last, rows, UsageRow::day);
  }
}
