package org.gamelan.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One place in which two documents differ.
 *
 * @param path JSON Pointer of the place
 * @param was what stood there; null where nothing stood
 * @param now what stands there; null where nothing stands
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record JsonDifference(String path, JsonNode was, JsonNode now) {
  /** The longest value that is told whole, in characters of JSON. */
  public static final int LONGEST = 2_000;

  /**
   * The places in which two documents differ, in the order of the first. Long values are cut.
   *
   * @param path where both stand
   * @param was the one, or null
   * @param now the other, or null
   * @param most how many places are told at most
   */
  public static List<JsonDifference> between(String path, JsonNode was, JsonNode now, int most) {
    List<JsonDifference> found = new ArrayList<>();
    compare(path, was, now, most, found);
    return found;
  }

  private static void compare(
      String path, JsonNode was, JsonNode now, int most, List<JsonDifference> found) {
    if (found.size() >= most || same(was, now)) {
      return;
    }
    if (was != null && now != null && was.isObject() && now.isObject()) {
      for (String key : keys(was, now)) {
        compare(Json.pointer(path, key), was.get(key), now.get(key), most, found);
      }
    } else if (was != null && now != null && was.isArray() && now.isArray()) {
      for (int i = 0; i < Math.max(was.size(), now.size()); i++) {
        compare(path + "/" + i, was.get(i), now.get(i), most, found);
      }
    } else {
      found.add(new JsonDifference(path, shortened(was), shortened(now)));
    }
  }

  private static boolean same(JsonNode was, JsonNode now) {
    return was == null ? now == null : was.equals(now);
  }

  private static Set<String> keys(JsonNode was, JsonNode now) {
    Set<String> keys = new LinkedHashSet<>();
    for (Iterator<String> names = was.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    for (Iterator<String> names = now.fieldNames(); names.hasNext(); ) {
      keys.add(names.next());
    }
    return keys;
  }

  private static JsonNode shortened(JsonNode value) {
    if (value == null) {
      return null;
    }
    String text = value.isTextual() ? value.textValue() : Json.write(value);
    if (text.length() <= LONGEST) {
      return value;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return Json.tree(text.substring(0, end) + "…");
  }
}
