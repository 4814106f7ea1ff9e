package org.gamelan.api.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The REST door and all that belongs to it. */
@ApplicationPath("/api/v1")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Gamelan",
            version = "1",
            description =
                "Agents, workflows and tasks of a Gamelan server. All bodies are JSON in UTF-8,"
                    + " names in camelCase, instants in UTC. Lists come in pages: `next` is the"
                    + " `cursor` of the following one. Failures are problem details (RFC 9457).",
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    security = {@SecurityRequirement(name = "apiKey"), @SecurityRequirement(name = "basic")})
@SecurityScheme(
    securitySchemeName = "apiKey",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "gmk_…",
    description = "An API key, made under `/api-keys`.")
@SecurityScheme(
    securitySchemeName = "basic",
    type = SecuritySchemeType.HTTP,
    scheme = "basic",
    description = "Name and password of a user.")
public class ApiApplication extends Application {
  private static final Set<Class<?>> RESOURCES =
      Set.of(
          AgentAssignmentsResource.class,
          AgentInstancesResource.class,
          AgentRunsResource.class,
          AgentVersionsResource.class,
          AgentsResource.class,
          ApiKeysResource.class,
          ApprovalsResource.class,
          AgentPermissionsResource.class,
          AuditResource.class,
          BudgetsResource.class,
          FailuresResource.class,
          KeysResource.class,
          MemoryResource.class,
          ModelsResource.class,
          OverridesResource.class,
          PipelinesResource.class,
          ProvidersResource.class,
          SchemasResource.class,
          ScoresResource.class,
          TaskConfigsResource.class,
          TaskDecisionsResource.class,
          TaskEventsResource.class,
          TaskForkResource.class,
          TaskCandidatesResource.class,
          TaskOverridesResource.class,
          TaskReplayResource.class,
          TasksResource.class,
          ToolsResource.class,
          UsageResource.class,
          UsersResource.class,
          WorkflowsResource.class);

  private static final Set<Class<?>> PROVIDERS =
      Set.of(
          AccessRules.class,
          BodyLimit.class,
          HeaderCheck.class,
          JsonBodies.class,
          ProblemMapper.class,
          RequestIds.class);

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> all = new HashSet<>(RESOURCES);
    all.addAll(PROVIDERS);
    return all;
  }

  /** Every resource; a test holds each of their methods to having an access rule. */
  static Set<Class<?>> resources() {
    return RESOURCES;
  }

  @Override
  public Map<String, Object> getProperties() {
    return Map.of(
        // The server's own JSON providers would otherwise compete with ours.
        "jersey.config.disableAutoDiscovery", true,
        // Statuses of ours must not make the container look for an error page.
        "jersey.config.server.response.setStatusOverSendError", true);
  }
}
