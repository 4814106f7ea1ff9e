package org.gamelan.admin;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.gamelan.provider.UsageRow;

/**
 * What one agent, model or provider took, beside the others.
 *
 * @param name its name; empty for calls of nobody
 * @param row what it took
 * @param percent how long its bar is, compared to the longest
 */
public record UsageShare(String name, UsageRow row, long percent) {

  /** By cost, or by tokens where nothing has cost anything. */
  static List<UsageShare> of(List<UsageRow> rows, Function<UsageRow, String> name) {
    boolean paid = rows.stream().anyMatch(row -> row.cost().signum() > 0);
    Function<UsageRow, BigDecimal> size =
        paid ? UsageRow::cost : row -> BigDecimal.valueOf(tokens(row));
    double most = rows.stream().map(size).mapToDouble(BigDecimal::doubleValue).max().orElse(0);
    return rows.stream()
        .map(row -> new UsageShare(given(name.apply(row)), row, percent(size.apply(row), most)))
        .toList();
  }

  private static String given(String name) {
    return name == null ? "" : name;
  }

  private static long percent(BigDecimal size, double most) {
    return most == 0 ? 0 : Math.round(100 * size.doubleValue() / most);
  }

  static long tokens(UsageRow row) {
    return row.tokens().input() + row.tokens().output();
  }

  public String cost() {
    return row.cost().signum() == 0 ? "0" : Figures.cost(row.cost());
  }

  public String tokens() {
    return Figures.count(tokens(row));
  }
}
