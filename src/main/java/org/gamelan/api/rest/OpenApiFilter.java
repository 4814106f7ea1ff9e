package org.gamelan.api.rest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Puts the OpenAPI document right: the shapes of bodies, and the problems that operations can
 * answer with.
 */
public class OpenApiFilter implements OASFilter {
  private static final String SCHEMA = "#/components/schemas/Problem";

  private static final List<String> LISTS =
      List.of(
          "/agents",
          "/agents/{id}/assignments",
          "/agents/{id}/instances",
          "/agents/{id}/permissions",
          "/agents/{id}/versions",
          "/api-keys",
          "/approvals",
          "/audit",
          "/memory",
          "/models",
          "/overrides",
          "/pipelines",
          "/providers",
          "/providers/{id}/models",
          "/schemas",
          "/scores",
          "/task-configs",
          "/tasks",
          "/tools",
          "/users",
          "/workflows");

  /** Lists that are given as a whole unless a page of them is asked for. */
  private static final List<String> SHORT_LISTS =
      List.of("/tasks/{id}/overrides", "/tasks/{id}/routing", "/tasks/{id}/stages");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    if (document.getPaths() == null) {
      return;
    }
    plainTemplates(document.getPaths());
    OpenApiBodies bodies = new OpenApiBodies(document.getComponents());
    for (Map.Entry<String, PathItem> path : document.getPaths().getPathItems().entrySet()) {
      path.getValue()
          .getOperations()
          .forEach(
              (method, operation) -> {
                bodies.describe(path.getKey(), method, operation);
                describe(path.getKey(), method, operation);
              });
    }
    // Copies are found by what the server made of the schemas, so those come last.
    new OpenApiShapes(document.getComponents()).apply();
  }

  /** A template of OpenAPI is a name alone; ours may say by a pattern what fits. */
  private static void plainTemplates(Paths paths) {
    for (Map.Entry<String, PathItem> path : Map.copyOf(paths.getPathItems()).entrySet()) {
      String plain = path.getKey().replaceAll("\\{([^}:\\s]+)\\s*:[^}]*\\}", "{$1}");
      if (!plain.equals(path.getKey())) {
        paths.removePathItem(path.getKey());
        paths.addPathItem(plain, path.getValue());
      }
    }
  }

  private static void describe(String path, PathItem.HttpMethod method, Operation operation) {
    boolean write = method == PathItem.HttpMethod.POST || method == PathItem.HttpMethod.PUT;
    if (operation.getOperationId() == null) {
      operation.setOperationId(
          method.name().toLowerCase(Locale.ROOT) + path.replaceAll("[^A-Za-z0-9]+", "_"));
    }
    if (method == PathItem.HttpMethod.GET && LISTS.contains(path.replace("/api/v1", ""))) {
      query(operation, "limit", "How many items at most; more than 500 counts as 500.");
      query(operation, "cursor", "The `next` of the page before.");
    }
    if (method == PathItem.HttpMethod.GET && SHORT_LISTS.contains(path.replace("/api/v1", ""))) {
      query(operation, "limit", "How many items at most; left out with `cursor`: all of them.");
      query(operation, "cursor", "The `next` of the page before.");
    }
    if (method == PathItem.HttpMethod.GET && path.equals("/api/v1/tasks")) {
      query(operation, "status", "States, separated by commas or given several times.");
      query(operation, "agent", "Name or id of the agent they are assigned to.");
      query(operation, "q", "Beginnings of words in title or description.");
    }
    if (method == PathItem.HttpMethod.GET && path.equals("/api/v1/approvals")) {
      query(operation, "status", "`pending`, `decided`, `expired`, `withdrawn`, by commas.");
      query(operation, "task", "Id of the task they belong to.");
      query(operation, "stage", "Name of the stage they belong to.");
    }
    if (method == PathItem.HttpMethod.GET && path.equals("/api/v1/memory")) {
      query(operation, "scope", "`task`, `agent`, `project` or `global`.");
      query(operation, "owner", "A task's id, an agent's name or id, a project's name.");
      query(
          operation, "q", "Words it contains; `\"a phrase\"`, `or` and `-without` as on the web.");
      query(operation, "tag", "A tag it has.");
      query(operation, "backend", "`postgres`, or `in-memory` for what this node alone keeps.");
    }
    if (method == PathItem.HttpMethod.GET
        && (path.equals("/api/v1/audit") || path.equals("/api/v1/audit/export"))) {
      query(operation, "actor", "Who: a name, `agent:NAME`, `stage:NAME` or `system`.");
      query(operation, "action", "What, such as `tool.call`; `tool.*` for all of a kind.");
      query(operation, "task", "Id of the task it belongs to.");
      query(operation, "verdict", "`allow`, `deny` or `ask`.");
      query(operation, "from", "The earliest time, inclusive, such as 2026-01-31T00:00:00Z.");
      query(operation, "to", "The latest time, exclusive; not before `from`.");
      add(operation, "400", "A filter cannot be read.");
    }
    add(operation, "401", "Nobody is signed in, or the credentials are wrong.");
    add(operation, "403", "The caller's role may not do this.");
    if (path.contains("{")) {
      add(operation, "404", "There is no such thing.");
    }
    if (write) {
      add(operation, "400", "The request cannot be read.");
      add(operation, "413", "The body has more than 1 MiB.");
      add(operation, "415", "The body has another media type.");
      add(operation, "422", "Some values cannot be accepted; `errors` tells which.");
    }
    if (method == PathItem.HttpMethod.PUT) {
      add(operation, "409", "It does not fit the present state.");
      add(operation, "412", "It was changed since; `If-Match` is stale.");
      add(operation, "428", "`If-Match` is missing.");
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              Content content = response.getContent();
              if (status.startsWith("4")
                  && (content == null || !content.hasMediaType(Problem.MEDIA_TYPE))) {
                response.setContent(problem());
              }
            });
  }

  /** The server does not see parameters of bean classes. */
  private static void query(Operation operation, String name, String description) {
    operation.addParameter(
        OASFactory.createParameter()
            .name(name)
            .in(Parameter.In.QUERY)
            .description(description)
            .schema(OASFactory.createSchema().type(Schema.SchemaType.STRING)));
  }

  private static void add(Operation operation, String status, String description) {
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    if (operation.getResponses().hasAPIResponse(status)) {
      return;
    }
    APIResponse response =
        OASFactory.createAPIResponse().description(description).content(problem());
    operation.getResponses().addAPIResponse(status, response);
  }

  private static Content problem() {
    return OASFactory.createContent()
        .addMediaType(
            Problem.MEDIA_TYPE,
            OASFactory.createMediaType().schema(OASFactory.createSchema().ref(SCHEMA)));
  }
}
