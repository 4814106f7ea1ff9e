package org.gamelan.api.rest;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** What requests and answers hold, where the server cannot know it from the methods. */
final class OpenApiBodies {
  private static final String JSON = jakarta.ws.rs.core.MediaType.APPLICATION_JSON;
  private static final String ANY = jakarta.ws.rs.core.MediaType.WILDCARD;

  /** What the items of pages are. */
  private static final Map<String, String> ITEMS =
      Map.ofEntries(
          Map.entry("/failures", "FailureGroup"),
          Map.entry("/failures/{fingerprint}", "FailedRun"),
          Map.entry("/tasks", "Task"),
          Map.entry("/tasks/{id}/stages", "Stage"),
          Map.entry("/tasks/{id}/updates", "TaskUpdate"),
          Map.entry("/tasks/{id}/routing", "RoutingDecision"),
          Map.entry("/tasks/{id}/overrides", "TaskOverride"),
          Map.entry("/overrides", "Override"),
          Map.entry("/scores", "AgentScore"),
          Map.entry("/agents", "Agent"),
          Map.entry("/agents/{id}/versions", "AgentVersion"),
          Map.entry("/agents/{id}/assignments", "Assignment"),
          Map.entry("/agents/{id}/instances", "AgentInstance"),
          Map.entry("/agents/{id}/permissions", "Permission"),
          Map.entry("/tasks/{id}/candidates", "AgentCandidate"),
          Map.entry("/audit", "AuditRow"),
          Map.entry("/tools", "Tool"),
          Map.entry("/task-configs", "TaskConfig"),
          Map.entry("/memory", "MemoryEntry"));

  /** Bodies that are read by hand. */
  private static final Map<String, String> READ_BY_HAND =
      Map.of(
          "/api/v1/tasks", "TaskInput",
          "/api/v1/tasks/batch", "TaskBatchInput",
          "/api/v1/tasks/{id}/retry", "RetryInput",
          "/api/v1/tasks/{id}/replay", "ReplayInput",
          "/api/v1/agents", "AgentInput");

  /** Answers that the server describes in part or not at all. */
  private static final Map<String, String> ANSWERS =
      Map.ofEntries(
          Map.entry("/agents/{id}/runs", "Run"),
          Map.entry("/tasks/{id}/cancel", "Task"),
          Map.entry("/tasks/{id}/pause", "Task"),
          Map.entry("/tasks/{id}/resume", "Task"),
          Map.entry("/tasks/{id}/retry", "Task"),
          Map.entry("/memory", "MemoryEntry"),
          Map.entry("/memory/{id}", "MemoryEntry"),
          Map.entry("/tasks/{id}/replay", "Replay"),
          Map.entry("/tasks/{id}/fork", "Fork"),
          Map.entry("/task-configs", "TaskConfig"),
          Map.entry("/task-configs/{id}", "TaskConfig"));

  private final Components components;

  OpenApiBodies(Components components) {
    this.components = components;
  }

  void describe(String path, PathItem.HttpMethod method, Operation operation) {
    if (method == PathItem.HttpMethod.GET) {
      operation.setRequestBody(null);
    } else if (operation.getRequestBody() != null) {
      request(path, method, operation);
    }
    if (operation.getResponses() == null) {
      return;
    }
    APIResponse unnamed = operation.getResponses().getAPIResponse("default");
    if (unnamed != null) {
      operation.getResponses().removeAPIResponse("default");
      boolean named =
          operation.getResponses().getAPIResponses().keySet().stream()
              .anyMatch(status -> status.startsWith("2"));
      if (!named) {
        boolean empty = unnamed.getContent() == null || method == PathItem.HttpMethod.DELETE;
        operation
            .getResponses()
            .addAPIResponse(
                empty ? "204" : "200", unnamed.description(empty ? "Done." : "As it is now."));
      }
    }
    operation.getResponses().getAPIResponses().values().forEach(this::refer);
    if (method == PathItem.HttpMethod.GET && ITEMS.containsKey(path.replace("/api/v1", ""))) {
      page(path, operation);
    } else if (method != PathItem.HttpMethod.DELETE) {
      answer(path, operation);
    }
  }

  private void answer(String path, Operation operation) {
    String name = ANSWERS.get(path.replace("/api/v1", ""));
    if (name == null) {
      return;
    }
    String status = operation.getResponses().hasAPIResponse("201") ? "201" : "200";
    APIResponse found = operation.getResponses().getAPIResponse(status);
    APIResponse answer =
        found == null ? OASFactory.createAPIResponse().description("As it is now.") : found;
    answer.setContent(OASFactory.createContent().addMediaType(JSON, media(reference(name))));
    operation.getResponses().addAPIResponse(status, answer);
  }

  private void request(String path, PathItem.HttpMethod method, Operation operation) {
    Content content = operation.getRequestBody().getContent();
    String byHand = method == PathItem.HttpMethod.POST ? READ_BY_HAND.get(path) : null;
    if (byHand != null && content != null) {
      content.removeMediaType(ANY);
      content.addMediaType(JSON, media(reference(byHand)));
      for (String text : List.of("application/yaml", "text/yaml", "text/markdown")) {
        if (content.hasMediaType(text)) {
          content.addMediaType(text, media(OASFactory.createSchema().type(SchemaType.STRING)));
        }
      }
    }
    refer(content);
  }

  private void page(String path, Operation operation) {
    String item = ITEMS.get(path.replace("/api/v1", ""));
    APIResponse found = operation.getResponses().getAPIResponse("200");
    if (item == null || found == null) {
      return;
    }
    Schema next =
        OASFactory.createSchema()
            .type(SchemaType.STRING)
            .nullable(true)
            .description("Cursor of the next page; null on the last.");
    Schema page =
        OASFactory.createSchema()
            .type(SchemaType.OBJECT)
            .addProperty(
                "items", OASFactory.createSchema().type(SchemaType.ARRAY).items(reference(item)))
            .addProperty("next", next);
    found.setContent(OASFactory.createContent().addMediaType(JSON, media(page)));
  }

  private void refer(APIResponse response) {
    refer(response.getContent());
  }

  /** One schema, not a copy of it at each place. */
  private void refer(Content content) {
    if (content == null || content.getMediaTypes() == null) {
      return;
    }
    for (MediaType media : content.getMediaTypes().values()) {
      String name = OpenApiShapes.nameOf(components, media.getSchema());
      if (name != null) {
        media.setSchema(reference(name));
      } else if (media.getSchema() != null) {
        OpenApiShapes.unbound(media.getSchema());
      }
    }
  }

  private static MediaType media(Schema schema) {
    return OASFactory.createMediaType().schema(schema);
  }

  private static Schema reference(String name) {
    return OASFactory.createSchema().ref(OpenApiShapes.REFERENCE + name);
  }
}
