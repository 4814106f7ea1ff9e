package org.gamelan.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.gamelan.json.Json;
import org.gamelan.provider.UsageRow;

/** The bars of some days, as the browser draws them; it knows the colours by their names. */
final class UsageChart {
  private final List<LocalDate> days;
  private final Map<String, UsageRow> rows;

  /**
   * @param rows at most one of each day
   */
  UsageChart(LocalDate first, LocalDate last, List<UsageRow> rows) {
    this.days = first.datesUntil(last.plusDays(1)).toList();
    this.rows = rows.stream().collect(Collectors.toMap(UsageRow::day, Function.identity()));
  }

  String cost() {
    ObjectNode chart = chart();
    series(chart, "Cost", "accent", row -> row.cost().doubleValue());
    return Json.write(chart);
  }

  String tokens() {
    ObjectNode chart = chart();
    series(chart, "Tokens read", "run", row -> row.tokens().input());
    series(chart, "Tokens written", "gong", row -> row.tokens().output());
    return Json.write(chart);
  }

  private ObjectNode chart() {
    ObjectNode chart = Json.object().put("type", "bar");
    var labels = chart.putObject("data").putArray("labels");
    days.forEach(day -> labels.add(day.toString()));
    return chart;
  }

  private void series(
      ObjectNode chart, String label, String tone, ToDoubleFunction<UsageRow> value) {
    ObjectNode series = ((ObjectNode) chart.get("data")).withArray("datasets").addObject();
    series.put("label", label).put("tone", tone);
    var points = series.putArray("data");
    for (LocalDate day : days) {
      UsageRow row = rows.get(day.toString());
      points.add(row == null ? 0 : value.applyAsDouble(row));
    }
  }
}
