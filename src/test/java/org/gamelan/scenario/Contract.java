package org.gamelan.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.gamelan.json.Json;
import org.gamelan.json.JsonSchema;
import org.gamelan.testing.ApiClient;

/**
 * A client that holds the server to its published OpenAPI document: paths, methods, states of
 * answers, and the bodies of both directions. Fields that the document does not name are faults.
 */
final class Contract {
  private static final String DEFINITIONS = "#/$defs/";

  /** What means something else in JSON Schema 2020-12, or nothing. */
  private static final List<String> DIALECT =
      List.of(
          "nullable",
          "exclusiveMaximum",
          "exclusiveMinimum",
          "readOnly",
          "writeOnly",
          "deprecated",
          "example",
          "xml",
          "discriminator");

  private final ApiClient api;
  private final JsonNode document;
  private final ObjectNode definitions = Json.object();
  private final Set<String> used = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  Contract(ApiClient api) {
    this.api = api;
    this.document = api.get("openapi?format=JSON").json();
    document
        .at("/components/schemas")
        .properties()
        .forEach(schema -> definitions.set(schema.getKey(), converted(schema.getValue())));
  }

  JsonNode get(String path, int status) {
    return call("GET", path, null, null, status);
  }

  JsonNode post(String path, JsonNode body, int status) {
    return call("POST", path, body, null, status);
  }

  JsonNode put(String path, JsonNode body, int status) {
    return call("PUT", path, body, "*", status);
  }

  JsonNode delete(String path, int status) {
    return call("DELETE", path, null, "*", status);
  }

  /** Everything that was not as the document says. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  /** Operations of the document below a path that were never called, as {@code GET /tasks}. */
  Set<String> unused(String... prefixes) {
    Set<String> unused = new TreeSet<>();
    for (String prefix : prefixes) {
      document
          .path("paths")
          .properties()
          .forEach(
              path -> {
                boolean below =
                    path.getKey().equals("/api/v1" + prefix)
                        || path.getKey().startsWith("/api/v1" + prefix + "/");
                for (String method : List.of("get", "post", "put", "delete")) {
                  String name = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
                  if (below && path.getValue().has(method) && !used.contains(name)) {
                    unused.add(name.replace("/api/v1", ""));
                  }
                }
              });
    }
    return unused;
  }

  private JsonNode call(String method, String path, JsonNode body, String seen, int status) {
    String template = template("/api/v1" + path.replaceFirst("\\?.*", ""), method);
    JsonNode operation =
        document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    String name = method + " " + path;
    if (body != null && status < 400) {
      JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
      check(name + ", request", schema, body);
    }
    HttpRequest.Builder request = api.request("api/v1" + path);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (seen != null) {
      request.header("If-Match", seen);
    }
    ApiClient.Answer answer =
        api.send(
            request.method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString())));
    assertThat(answer.status()).as(name + ": " + answer.text()).isEqualTo(status);
    JsonNode response = operation.path("responses").path(Integer.toString(status));
    if (response.isMissingNode()) {
      faults.add(name + ": the answer " + status + " is not in the document");
    }
    used.add(method + " " + template);
    if (answer.text().isEmpty()) {
      return Json.object();
    }
    String type =
        answer.response().headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
    JsonNode schema = response.path("content").path(type).path("schema");
    check(name + ", answer " + status, schema, answer.json());
    return answer.json();
  }

  private String template(String path, String method) {
    Optional<String> found =
        StreamSupport.stream(
                ((Iterable<String>) () -> document.path("paths").fieldNames()).spliterator(), false)
            .filter(template -> path.matches(template.replaceAll("\\{[^/]*\\}", "[^/]+")))
            .filter(
                template ->
                    document.path("paths").path(template).has(method.toLowerCase(Locale.ROOT)))
            .min((a, b) -> Integer.compare(parameters(a), parameters(b)));
    assertThat(found).as(method + " " + path + " in the document").isPresent();
    return found.orElseThrow();
  }

  private static int parameters(String template) {
    return template.split("\\{", -1).length;
  }

  private void check(String what, JsonNode schema, JsonNode body) {
    ObjectNode whole = Json.object();
    whole.set("$defs", definitions);
    whole.putArray("allOf").add(converted(schema));
    if (schema.isMissingNode()) {
      faults.add(what + " has no schema in the document");
    } else {
      JsonSchema.compile(whole).validate(body).forEach(fault -> faults.add(what + ": " + fault));
    }
  }

  /** A schema of OpenAPI 3.0 in JSON Schema 2020-12. */
  private static JsonNode converted(JsonNode schema) {
    if (schema.isArray()) {
      ArrayNode all = Json.array();
      schema.forEach(part -> all.add(converted(part)));
      return all;
    }
    if (!schema.isObject()) {
      return schema;
    }
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asText().replace("#/components/schemas/", "");
      return Json.object().put("$ref", DEFINITIONS + name);
    }
    ObjectNode result = Json.object();
    schema
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals("properties")) {
                ObjectNode properties = result.putObject("properties");
                entry
                    .getValue()
                    .properties()
                    .forEach(each -> properties.set(each.getKey(), converted(each.getValue())));
              } else if (entry.getKey().equals("enum") || entry.getKey().equals("required")) {
                result.set(entry.getKey(), entry.getValue());
              } else if (!DIALECT.contains(entry.getKey())) {
                result.set(entry.getKey(), converted(entry.getValue()));
              }
            });
    if (result.path("properties").size() > 0 && !result.has("additionalProperties")) {
      result.put("additionalProperties", false);
    }
    if (!schema.path("nullable").asBoolean() || (!result.has("type") && !result.has("allOf"))) {
      return result;
    }
    ObjectNode either = Json.object();
    either.putArray("anyOf").add(result).addObject().put("type", "null");
    return either;
  }
}
