package org.gamelan.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gamelan.json.Json;

/** JSON documents as plain maps, lists, texts, numbers and booleans, and back. */
public final class Values {
  private Values() {}

  /**
   * The plain value of a document: whole numbers as Long or BigInteger, others as Double, since
   * that is what literals in expressions are; as BigDecimal where a double has too few digits.
   */
  public static Object of(JsonNode node) {
    if (node == null || node.isNull() || node.isMissingNode()) {
      return null;
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
      return Collections.unmodifiableMap(map);
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>(node.size());
      node.forEach(item -> list.add(of(item)));
      return Collections.unmodifiableList(list);
    }
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? (Object) node.longValue() : node.bigIntegerValue();
    }
    if (node.isNumber()) {
      return decimal(node.decimalValue());
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }

  /**
   * The document of a plain value.
   *
   * @throws IllegalArgumentException when JSON has no such value, as for NaN
   */
  public static JsonNode toJson(Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = Json.object();
      map.forEach((key, item) -> object.set(String.valueOf(key), toJson(item)));
      return object;
    }
    if (value instanceof Iterable<?> items) {
      ArrayNode array = Json.array();
      items.forEach(item -> array.add(toJson(item)));
      return array;
    }
    if (value instanceof Number number) {
      return toJson(number);
    }
    return value instanceof Boolean flag
        ? Json.array().booleanNode(flag)
        : Json.array().textNode(value.toString());
  }

  private static Number decimal(BigDecimal exact) {
    double near = exact.doubleValue();
    boolean same = Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(exact) == 0;
    return same ? (Number) near : exact;
  }

  private static JsonNode toJson(Number number) {
    if (number instanceof BigInteger big) {
      return Json.array().numberNode(big);
    }
    if (number instanceof BigDecimal exact) {
      return Json.array().numberNode(exact);
    }
    if (number instanceof Double || number instanceof Float) {
      double value = number.doubleValue();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new IllegalArgumentException("the result is not a number that JSON knows");
      }
      return Json.array().numberNode(BigDecimal.valueOf(value));
    }
    long whole = number.longValue();
    return whole == (int) whole
        ? Json.array().numberNode((int) whole)
        : Json.array().numberNode(whole);
  }
}
