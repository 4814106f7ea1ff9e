package org.gamelan.platform;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Small helpers for plain SQL, so that statements stand out and binding does not. */
public final class Sql {
  private Sql() {}

  /** Makes something of one row. */
  @FunctionalInterface
  public interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Runs a query and maps every row. The caller limits the number of rows in the statement. */
  public static <T> List<T> query(
      Connection connection, String sql, RowMapper<T> mapper, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(mapper.map(rows));
        }
        return result;
      }
    }
  }

  /** Runs a query of at most one row. */
  public static <T> Optional<T> find(
      Connection connection, String sql, RowMapper<T> mapper, Object... values)
      throws SQLException {
    List<T> rows = query(connection, sql, mapper, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
  }

  /** Runs a statement and tells how many rows it changed. */
  public static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** Runs a statement once for each row of values, all of them on one way to the database. */
  public static void batch(Connection connection, String sql, List<Object[]> rows)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /**
   * Binds values in order: null, texts, numbers, ids, instants, byte arrays; arrays of objects
   * become SQL arrays by the type of their elements.
   */
  public static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant instant) {
        statement.setTimestamp(i + 1, Timestamp.from(instant));
      } else if (value instanceof Object[] array) {
        statement.setArray(i + 1, array(statement.getConnection(), array));
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }

  private static Array array(Connection connection, Object[] values) throws SQLException {
    return connection.createArrayOf(arrayType(values), values);
  }

  private static String arrayType(Object[] values) {
    Class<?> type = values.getClass().getComponentType();
    if (type == UUID.class) {
      return "uuid";
    } else if (type == Integer.class) {
      return "int4";
    } else if (type == Long.class) {
      return "int8";
    } else if (type == String.class) {
      return "text";
    } else if (type == Boolean.class) {
      return "bool";
    }
    throw new IllegalArgumentException("no SQL array type for " + type);
  }

  /** An instant column, or null. */
  public static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }

  /** An id column, or null. */
  public static UUID id(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  /** A whole-number column, or null. */
  public static Integer integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }
}
