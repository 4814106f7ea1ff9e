package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.provider.ApiKey;
import org.gamelan.provider.CallOrigin;
import org.gamelan.provider.Catalogue;
import org.gamelan.provider.HostRule;
import org.gamelan.provider.ModelClient;
import org.gamelan.provider.ModelEntry;
import org.gamelan.provider.ModelMessage;
import org.gamelan.provider.ModelParameters;
import org.gamelan.provider.ModelRequest;
import org.gamelan.provider.ModelTool;
import org.gamelan.provider.Models;
import org.gamelan.provider.ProviderEntry;
import org.gamelan.provider.ProviderLimits;

/** Requests, and models to send them to. */
final class WireCalls {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  static final HostRule ANY_HOST = new HostRule(true, List.of());
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final JsonNode SCHEMA =
      Json.parse(
          """
          {"type":"object","required":["a"],"properties":{"a":{"type":"string","minLength":1}}}
          """);

  private WireCalls() {}

  static HttpTransport transport() {
    return new HttpTransport(10_000, TIMEOUT, ANY_HOST, CLOCK);
  }

  static ProviderEntry provider(String kind, String baseUrl, ApiKey key, String settings) {
    return new ProviderEntry(
        UUID.randomUUID(), 0, "p", kind, baseUrl, key, ProviderLimits.NONE, Json.parse(settings));
  }

  static Models models(ModelClient client, ProviderEntry provider) {
    ModelEntry entry =
        new ModelEntry(
            "default",
            1,
            provider,
            "m-1",
            null,
            BigDecimal.ONE,
            BigDecimal.valueOf(2),
            List.of(),
            List.of());
    Catalogue catalogue = new Catalogue(List.of(entry));
    return new Models(() -> catalogue, List.of(client));
  }

  static ModelRequest request(Duration timeout) {
    return request(timeout, null, List.of());
  }

  static ModelRequest request(JsonNode schema, List<ModelTool> tools, ModelMessage... messages) {
    return request(TIMEOUT, schema, tools, messages);
  }

  private static ModelRequest request(
      Duration timeout, JsonNode schema, List<ModelTool> tools, ModelMessage... messages) {
    return new ModelRequest(
        null,
        "Be brief",
        messages.length == 0 ? List.of(ModelMessage.user("Hi")) : List.of(messages),
        tools,
        schema,
        new ModelParameters(0.2, 99, null, null),
        timeout,
        new CallOrigin(null, null, "s", "a", Map.of()));
  }
}
