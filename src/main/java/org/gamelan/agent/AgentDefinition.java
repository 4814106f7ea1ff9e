package org.gamelan.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.gamelan.json.Json;
import org.gamelan.provider.ModelParameters;

/**
 * An agent as defined, immutable.
 *
 * @param name its global name
 * @param version counted up with each change
 * @param description for people and for agents that delegate
 * @param role a word for what it is, such as {@code reviewer}
 * @param prompt the system message, a Pebble template
 * @param model alias, alias@version, or null for {@code default}
 * @param parameters how the model is to answer
 * @param tools names of tools it may use
 * @param skills words for what it is good at
 * @param inputSchema JSON Schema of its input, or null
 * @param outputSchema JSON Schema of its output, or null for text
 * @param minComplexity lowest complexity of tasks it takes, from 1
 * @param maxComplexity highest, up to 10
 * @param capacity tasks assigned to it at once, or null for no limit
 * @param fallback agent that takes over when this one fails, or null
 * @param enabled whether it takes new work
 * @param source which way it was found: {@code annotation}, {@code convention}, {@code
 *     configuration}, {@code admin}
 * @param origin where it is written: file and line, or class
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentDefinition(
    String name,
    int version,
    String description,
    String role,
    String prompt,
    String model,
    ModelParameters parameters,
    List<String> tools,
    List<String> skills,
    JsonNode inputSchema,
    JsonNode outputSchema,
    int minComplexity,
    int maxComplexity,
    Integer capacity,
    String fallback,
    boolean enabled,
    String source,
    String origin) {

  public AgentDefinition {
    parameters = parameters == null ? ModelParameters.NONE : parameters;
    tools = tools == null ? List.of() : List.copyOf(tools);
    skills = skills == null ? List.of() : List.copyOf(skills);
  }

  /** What it says, without the number, the source and the place: what makes a version. */
  JsonNode content() {
    ObjectNode content = (ObjectNode) Json.tree(this);
    content.remove(List.of("version", "source", "origin"));
    return content;
  }

  /** A definition made of its content. */
  static AgentDefinition of(JsonNode content, int version, String source, String origin) {
    ObjectNode whole = content.deepCopy();
    whole.put("version", version).put("source", source).put("origin", origin);
    return Json.as(whole, AgentDefinition.class);
  }

  /** This definition from another place. */
  AgentDefinition withOrigin(String place) {
    return of(content(), version, source, place);
  }

  /** This definition with another number. */
  AgentDefinition withVersion(int number) {
    return with(number, model, outputSchema);
  }

  /** This agent with another model. */
  public AgentDefinition asking(String alias) {
    return with(version, alias, outputSchema);
  }

  /** This agent with the output of the one it stands in for, on which others count. */
  public AgentDefinition answeringLike(AgentDefinition other) {
    return with(version, model, other.outputSchema());
  }

  private AgentDefinition with(int number, String alias, JsonNode schema) {
    return new AgentDefinition(
        name,
        number,
        description,
        role,
        prompt,
        alias,
        parameters,
        tools,
        skills,
        inputSchema,
        schema,
        minComplexity,
        maxComplexity,
        capacity,
        fallback,
        enabled,
        source,
        origin);
  }
}
