package org.gamelan.api.rest;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.HexFormat;
import org.gamelan.json.Json;

/** Versions of things as HTTP entity tags (RFC 9110, 8.8.3). */
final class Etags {
  private static final int HASH_BYTES = 16;

  private Etags() {}

  static String of(Object version) {
    return "\"" + version + "\"";
  }

  /** Answers a read: with 304 where the caller has this version already. */
  static Response read(HttpHeaders headers, Object version, Object entity) {
    String known = headers.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    EntityTag tag = new EntityTag(version.toString());
    if (known != null && lists(known, of(version), true)) {
      return Response.notModified(tag).build();
    }
    return Response.ok(entity).tag(tag).build();
  }

  /** Answers a read of what has no version: its content tells one from another. */
  static Response read(HttpHeaders headers, Object entity) {
    byte[] hash = Arrays.copyOf(Json.hash(Json.tree(entity)), HASH_BYTES);
    return read(headers, HexFormat.of().formatHex(hash), entity);
  }

  /**
   * Holds a change to the version its caller has seen.
   *
   * @throws RestException 428 without {@code If-Match}, 412 when it names another version
   */
  static void require(HttpHeaders headers, Object version) {
    String seen = headers.getHeaderString(HttpHeaders.IF_MATCH);
    if (seen == null || seen.isBlank()) {
      throw RestException.preconditionRequired();
    }
    if (!lists(seen, of(version), false)) {
      throw RestException.stale();
    }
  }

  /**
   * As {@link #require}, where the condition is the caller's choice.
   *
   * @throws RestException 412 when {@code If-Match} names another version
   */
  static void requireIfGiven(HttpHeaders headers, Object version) {
    if (headers.getHeaderString(HttpHeaders.IF_MATCH) != null) {
      require(headers, version);
    }
  }

  private static boolean lists(String header, String tag, boolean weak) {
    return Arrays.stream(header.split(","))
        .map(String::strip)
        .map(each -> weak && each.startsWith("W/") ? each.substring(2) : each)
        .anyMatch(each -> each.equals("*") || each.equals(tag));
  }
}
