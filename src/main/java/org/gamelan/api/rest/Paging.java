package org.gamelan.api.rest;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The part of a list that a request asks for: {@code limit} and {@code cursor}. */
public class Paging {
  private static final int MOST = 500;

  @QueryParam("limit")
  @DefaultValue("50")
  private String limit;

  @QueryParam("cursor")
  private String cursor;

  /** For JAX-RS. */
  public Paging() {}

  Paging(String limit, String cursor) {
    this.limit = limit;
    this.cursor = cursor;
  }

  /** How many items, from 1 to 500. */
  int limit() {
    int asked;
    try {
      // Beyond an int it is beyond the cap too.
      asked = limit.matches("\\d{10,100}") ? MOST : Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      throw RestException.malformed("limit", "must be a whole number");
    }
    if (asked < 1) {
      throw RestException.malformed("limit", "must be at least 1");
    }
    return Math.min(asked, MOST);
  }

  /** The sort values behind which the page begins, when it is not the first. */
  Optional<List<String>> after(String list, int size) {
    return cursor == null || cursor.isEmpty()
        ? Optional.empty()
        : Optional.of(Cursor.decode(list, cursor, size));
  }

  /** The page of a list that is in memory anyway, in the order of a key. */
  <R, T> Page<T> page(String list, List<R> all, Function<R, String> key, Function<R, T> view) {
    Optional<String> after = after(list, 1).map(values -> values.get(0));
    List<R> rows =
        all.stream()
            .sorted(Comparator.comparing(key))
            .filter(row -> after.map(last -> key.apply(row).compareTo(last) > 0).orElse(true))
            .limit(limit() + 1L)
            .toList();
    return Page.of(rows, limit(), view, row -> Cursor.encode(list, key.apply(row)));
  }
}
