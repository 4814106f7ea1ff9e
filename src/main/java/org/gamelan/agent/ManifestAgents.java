package org.gamelan.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.json.Json;
import org.gamelan.manifest.AgentFileReader;
import org.gamelan.manifest.AgentManifest;
import org.gamelan.manifest.ManifestFolder;
import org.gamelan.manifest.ManifestReader;
import org.gamelan.manifest.Problem;
import org.gamelan.manifest.SecurityManifest;
import org.gamelan.provider.ModelParameters;

/** Makes agent definitions of manifests; schemas that they name are taken from their folder. */
public final class ManifestAgents {
  private ManifestAgents() {}

  /** The agents of one folder, in the order written. Broken entries were reported and left out. */
  public static List<AgentDefinition> read(ManifestFolder folder) {
    return read(folder, AgentSource.CONFIGURATION);
  }

  /** The same, found in some way. */
  public static List<AgentDefinition> read(ManifestFolder folder, AgentSource source) {
    return folder.agents().stream().map(agent -> definition(folder, agent, source)).toList();
  }

  /**
   * The one agent of a text as a draft.
   *
   * @param file the name of the file it comes from
   * @throws InvalidInputException with everything that is wrong with it, by line and column
   */
  public static AgentBuilder draft(String file, String text) {
    ManifestReader.Reading reading = AgentFileReader.readText(file, text);
    List<FieldError> errors =
        reading.problems().stream().filter(Problem::isError).map(ManifestAgents::error).toList();
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    List<AgentDefinition> agents = read(reading.folder(), AgentSource.ADMIN);
    if (agents.size() != 1) {
      throw new InvalidInputException(
          "", "the file holds " + agents.size() + " agents; one is made at a time");
    }
    return AgentBuilder.copy(agents.get(0), agents.get(0).name());
  }

  private static FieldError error(Problem problem) {
    String advice = problem.suggestion() == null ? "" : "; " + problem.suggestion();
    return new FieldError(
        "line %d, column %d".formatted(problem.line(), problem.column()),
        problem.message() + advice);
  }

  private static AgentDefinition definition(
      ManifestFolder folder, AgentManifest agent, AgentSource source) {
    return new AgentDefinition(
        agent.name(),
        1,
        agent.description(),
        agent.role(),
        agent.prompt(),
        agent.model().orElse(null),
        parameters(agent.parameters()),
        allowed(folder, agent),
        agent.skills(),
        schema(folder, agent.inputSchema()),
        schema(folder, agent.outputSchema()),
        agent.minComplexity(),
        agent.maxComplexity(),
        agent.capacity().orElse(null),
        agent.fallback().orElse(null),
        agent.enabled(),
        source.id(),
        agent.file() + ":" + agent.line());
  }

  private static ModelParameters parameters(JsonNode parameters) {
    return parameters.isObject()
        ? Json.as(parameters, ModelParameters.class)
        : ModelParameters.NONE;
  }

  private static JsonNode schema(ManifestFolder folder, Optional<JsonNode> nameOrInline) {
    return nameOrInline.flatMap(folder::schema).orElse(null);
  }

  /** A folder's security may only take tools away. */
  private static List<String> allowed(ManifestFolder folder, AgentManifest agent) {
    Optional<Set<String>> policy =
        folder
            .security()
            .map(security -> security.agents().get(agent.name()))
            .flatMap(SecurityManifest.AgentPolicy::tools)
            .map(Set::copyOf);
    return agent.tools().stream()
        .filter(tool -> policy.isEmpty() || policy.get().contains(tool))
        .toList();
  }
}
