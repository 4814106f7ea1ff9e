package org.gamelan.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** The form in which equal documents are equal texts, after the idea of RFC 8785. */
final class CanonicalJson {
  private CanonicalJson() {}

  static JsonNode of(JsonNode node) {
    if (node.isObject()) {
      return sorted(node);
    }
    if (node.isArray()) {
      ArrayNode array = Json.array();
      node.forEach(item -> array.add(of(item)));
      return array;
    }
    return node.isNumber() ? shortest(node) : node;
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static ObjectNode sorted(JsonNode node) {
    Map<String, JsonNode> fields = new TreeMap<>();
    node.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
    ObjectNode object = Json.object();
    object.setAll(fields);
    return object;
  }

  private static JsonNode shortest(JsonNode number) {
    if (number.isIntegralNumber()) {
      return number;
    }
    BigDecimal value = number.decimalValue().stripTrailingZeros();
    return value.scale() <= 0
        ? Json.object().numberNode(value.toBigIntegerExact())
        : DecimalNode.valueOf(value);
  }
}
