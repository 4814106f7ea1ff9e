package org.gamelan.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.gamelan.json.Json;

/**
 * Bars of some days, as the browser draws them; it knows the colours by their names.
 *
 * @param <R> what is known of a day
 */
final class DayChart<R> {
  private final List<LocalDate> days;
  private final Map<String, R> rows;
  private final ObjectNode chart = Json.object().put("type", "bar");

  /**
   * @param rows at most one of each day
   */
  DayChart(LocalDate first, LocalDate last, List<R> rows, Function<R, String> day) {
    this.days = first.datesUntil(last.plusDays(1)).toList();
    this.rows = rows.stream().collect(Collectors.toMap(day, Function.identity()));
    var labels = chart.putObject("data").putArray("labels");
    days.forEach(each -> labels.add(each.toString()));
  }

  /** Adds what is drawn in one colour. */
  DayChart<R> series(String label, String tone, ToDoubleFunction<R> value) {
    ObjectNode series = ((ObjectNode) chart.get("data")).withArray("datasets").addObject();
    series.put("label", label).put("tone", tone);
    var points = series.putArray("data");
    for (LocalDate day : days) {
      R row = rows.get(day.toString());
      points.add(row == null ? 0 : value.applyAsDouble(row));
    }
    return this;
  }

  String json() {
    return Json.write(chart);
  }
}
