package org.gamelan.api.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;

/**
 * Where the next page of a list begins, as an opaque text: the sort values of the last item seen,
 * with a check sum. The check sum keeps edited cursors and those of other lists out; it guards no
 * secret, as a cursor only holds what its reader has seen.
 */
final class Cursor {
  private static final int SUM_BYTES = 6;
  private static final int LONGEST = 1_000;

  private Cursor() {}

  /**
   * @param list the name of the list it belongs to
   * @param values the sort values of the last item, in the order of the sort
   */
  static String encode(String list, String... values) {
    ArrayNode array = Json.array();
    Arrays.stream(values).forEach(array::add);
    byte[] content = Json.write(array).getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(sum(list, content), SUM_BYTES + content.length);
    System.arraycopy(content, 0, whole, SUM_BYTES, content.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /**
   * @param size how many values this list's cursors have
   * @throws RestException 400 when it was not given out for this list
   */
  static List<String> decode(String list, String text, int size) {
    try {
      if (text.length() > LONGEST) {
        throw broken();
      }
      byte[] whole = Base64.getUrlDecoder().decode(text);
      if (whole.length <= SUM_BYTES) {
        throw broken();
      }
      byte[] content = Arrays.copyOfRange(whole, SUM_BYTES, whole.length);
      if (!MessageDigest.isEqual(sum(list, content), Arrays.copyOf(whole, SUM_BYTES))) {
        throw broken();
      }
      List<String> values = new ArrayList<>();
      JsonNode array = Json.parse(new String(content, StandardCharsets.UTF_8));
      array.forEach(value -> values.add(value.asText()));
      if (values.size() != size) {
        throw broken();
      }
      return values;
    } catch (RestException e) {
      throw e;
    } catch (IllegalArgumentException | GamelanException e) {
      throw broken();
    }
  }

  private static byte[] sum(String list, byte[] content) {
    ArrayNode both = Json.array().add("cursor").add(list).add(content);
    return Arrays.copyOf(Json.hash(both), SUM_BYTES);
  }

  private static RestException broken() {
    return RestException.malformed("cursor", "is not a cursor of this list; begin without one");
  }
}
