package org.gamelan.platform;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table that a statement reads from its parameters: a single row as plain values, several as the
 * parallel arrays that {@code unnest} takes. PostgreSQL stores each array of an {@code unnest}
 * apart before it reads the first row, which for a wide row costs more than all the statement does
 * with it.
 */
public final class SqlTable {
  private static final Map<String, Class<?>> TYPES =
      Map.of(
          "uuid", UUID.class, "int4", Integer.class, "text", String.class, "bool", Boolean.class);

  private final List<Class<?>> types;
  private final String one;
  private final String many;

  /**
   * A table.
   *
   * @param alias its name in the statement
   * @param columns names and types, as in {@code id uuid, attempt int4}; types are {@code uuid},
   *     {@code int4}, {@code text}, {@code bool}
   * @throws IllegalArgumentException when a column has another type or none
   */
  public SqlTable(String alias, String columns) {
    List<String[]> pairs =
        Stream.of(columns.strip().split("\\s*,\\s*")).map(column -> column.split("\\s+")).toList();
    types = pairs.stream().<Class<?>>map(SqlTable::type).toList();
    one =
        pairs.stream()
            .map(pair -> "?::" + pair[1] + " as " + pair[0])
            .collect(Collectors.joining(", ", "(select ", ") as " + alias));
    many =
        pairs.stream()
                .map(pair -> "?::" + pair[1] + "[]")
                .collect(Collectors.joining(", ", "unnest(", ") as " + alias))
            + pairs.stream().map(pair -> pair[0]).collect(Collectors.joining(", ", " (", ")"));
  }

  private static Class<?> type(String[] column) {
    Class<?> type = column.length == 2 ? TYPES.get(column[1]) : null;
    if (type == null) {
      throw new IllegalArgumentException(
          "Column '"
              + String.join(" ", column)
              + "' needs a name and one of the types "
              + String.join(", ", new TreeSet<>(TYPES.keySet())));
    }
    return type;
  }

  /** What stands after {@code from}, with a parameter for each column. */
  public String source(boolean single) {
    return single ? one : many;
  }

  /** Starts without rows. */
  public Rows rows() {
    return new Rows(types);
  }

  /** The rows of one execution. */
  public static final class Rows {
    private final List<Class<?>> types;
    private final List<Object[]> rows = new ArrayList<>();

    private Rows(List<Class<?>> types) {
      this.types = types;
    }

    /** Adds a row; its values are in the order of the columns. */
    public void add(Object... row) {
      if (row.length != types.size()) {
        throw new IllegalArgumentException(row.length + " values for " + types.size() + " columns");
      }
      rows.add(row);
    }

    public boolean isEmpty() {
      return rows.isEmpty();
    }

    public int size() {
      return rows.size();
    }

    /**
     * Adds the values of the parameters of {@link SqlTable#source}, as {@link Sql#bind} takes them.
     *
     * @param single whether the statement reads one row of plain values; then there must be one
     */
    public void addTo(List<Object> values, boolean single) {
      if (single) {
        values.addAll(Arrays.asList(rows.get(0)));
        return;
      }
      IntStream.range(0, types.size()).forEach(column -> values.add(column(column)));
    }

    private Object[] column(int column) {
      Object[] array = (Object[]) Array.newInstance(types.get(column), rows.size());
      Arrays.setAll(array, row -> rows.get(row)[column]);
      return array;
    }
  }
}
