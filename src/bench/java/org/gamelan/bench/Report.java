package org.gamelan.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was measured, as a table for people and as JSON for machines. */
final class Report {
  private record Row(String measure, String baseline, String gamelan, String mark, String met) {}

  private final List<Row> rows = new ArrayList<>();
  private final ObjectNode json = Api.object();

  /** Adds a row without a mark. */
  void add(String measure, String baseline, String gamelan) {
    rows.add(new Row(measure, baseline, gamelan, "", ""));
  }

  /** Adds a row with a mark. */
  void add(String measure, String baseline, String gamelan, String mark, boolean met) {
    rows.add(new Row(measure, baseline, gamelan, mark, met ? "yes" : "no"));
  }

  /** The JSON of one scenario, to put figures into. */
  ObjectNode figures(String scenario) {
    return json.withObjectProperty(scenario);
  }

  ObjectNode json() {
    return json;
  }

  String table() {
    StringBuilder table = new StringBuilder();
    table.append("| measure | baseline | Gamelan | mark | met |\n");
    table.append("| --- | --- | --- | --- | --- |\n");
    for (Row row : rows) {
      table.append(
          String.format(
              "| %s | %s | %s | %s | %s |%n",
              row.measure, row.baseline, row.gamelan, row.mark, row.met));
    }
    return table.toString();
  }

  /** A number with so many digits after the point, the same in every country. */
  static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
