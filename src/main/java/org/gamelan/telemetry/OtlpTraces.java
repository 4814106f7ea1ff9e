package org.gamelan.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.platform.SpanRecord;

/** Spans as OTLP/HTTP carries them in JSON (source: opentelemetry.io/docs/specs/otlp, 1.5). */
final class OtlpTraces {
  private static final int INTERNAL = 1;
  private static final int CLIENT = 3;
  private static final int ERROR = 2;
  private static final Set<Object> MODEL_CALLS = Set.of("chat", "embeddings");

  private OtlpTraces() {}

  /** One request. */
  static JsonNode request(Map<String, String> resource, List<SpanRecord> spans) {
    ObjectNode whole = Json.object();
    ObjectNode from = whole.putArray("resourceSpans").addObject();
    ArrayNode about = from.putObject("resource").putArray("attributes");
    resource.forEach((key, value) -> add(about, key, value));
    ObjectNode scope = from.putArray("scopeSpans").addObject();
    scope.putObject("scope").put("name", "org.gamelan");
    ArrayNode all = scope.putArray("spans");
    spans.forEach(span -> add(all, span));
    return whole;
  }

  private static void add(ArrayNode all, SpanRecord span) {
    ObjectNode told = all.addObject();
    told.put("traceId", span.trace()).put("spanId", span.id());
    if (span.parent() != null) {
      told.put("parentSpanId", span.parent());
    }
    Object operation = span.attributes().getOrDefault("gen_ai.operation.name", "");
    boolean call = MODEL_CALLS.contains(operation);
    told.put("name", span.name()).put("kind", call ? CLIENT : INTERNAL);
    // 64-bit numbers are texts in protobuf's JSON.
    told.put("startTimeUnixNano", Long.toString(span.startedAt()));
    told.put("endTimeUnixNano", Long.toString(span.endedAt()));
    ArrayNode attributes = told.putArray("attributes");
    span.attributes().forEach((key, value) -> add(attributes, key, value));
    if (span.error() != null) {
      add(attributes, "error.type", span.error());
      told.putObject("status").put("code", ERROR).put("message", span.message());
    }
  }

  private static void add(ArrayNode attributes, String key, Object value) {
    ObjectNode typed = attributes.addObject().put("key", key).putObject("value");
    if (value instanceof Boolean truth) {
      typed.put("boolValue", truth);
    } else if (value instanceof Integer || value instanceof Long) {
      typed.put("intValue", value.toString());
    } else if (value instanceof Number number) {
      typed.put("doubleValue", number.doubleValue());
    } else {
      typed.put("stringValue", value.toString());
    }
  }
}
