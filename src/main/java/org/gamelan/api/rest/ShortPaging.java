package org.gamelan.api.rest;

import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The part of a short list that a request asks for: everything, unless it gives {@code limit} or
 * {@code cursor}.
 */
public class ShortPaging {
  private static final String USUAL = "50";

  @QueryParam("limit")
  private String limit;

  @QueryParam("cursor")
  private String cursor;

  /** For JAX-RS. */
  public ShortPaging() {}

  ShortPaging(String limit, String cursor) {
    this.limit = limit;
    this.cursor = cursor;
  }

  /**
   * The page of a list that is in memory anyway, in the list's own order.
   *
   * @param list the name that its cursors bear
   * @param key tells an item from others; where the last one seen is gone, its place counts
   */
  <R, T> Page<T> page(String list, List<R> all, Function<R, String> key, Function<R, T> view) {
    if (limit == null && (cursor == null || cursor.isEmpty())) {
      return new Page<>(all.stream().map(view).toList(), null);
    }
    Paging paging = new Paging(limit == null ? USUAL : limit, cursor);
    int most = paging.limit();
    Optional<List<String>> after = paging.after(list, 2);
    int begin = after.map(values -> behind(values, all, key)).orElse(0);
    int end = Math.min(all.size(), begin + most);
    List<T> items = all.subList(begin, end).stream().map(view).toList();
    boolean more = end < all.size();
    return new Page<>(
        items,
        more ? Cursor.encode(list, key.apply(all.get(end - 1)), Integer.toString(end)) : null);
  }

  private static <R> int behind(List<String> seen, List<R> all, Function<R, String> key) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (key.apply(all.get(i)).equals(seen.get(0))) {
        return i + 1;
      }
    }
    return Math.min(all.size(), Integer.parseInt(seen.get(1)));
  }
}
