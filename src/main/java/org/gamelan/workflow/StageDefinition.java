package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One stage of a workflow as its manifest defines it.
 *
 * @param name the stage's name, unique in its folder
 * @param kind what it does
 * @param agent the agent of an agent stage, else null
 * @param tool the tool of a tool stage, else null
 * @param with the tool's arguments; texts may hold {@code #{…}} expressions; null when there are
 *     none
 * @param inputSchema name of a schema the stage's input must satisfy, or null
 * @param outputSchema name of a schema the stage's output must satisfy, or null
 * @param timeout the longest one attempt may take
 * @param retry when it is tried again
 * @param onInvalidOutput the rungs for an answer that does not fit
 * @param settings what only this kind of stage has (a join's {@code of}, an approval's {@code
 *     approvers} …), as written; an empty object when there is none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StageDefinition(
    String name,
    StageKind kind,
    String agent,
    String tool,
    JsonNode with,
    String inputSchema,
    String outputSchema,
    Duration timeout,
    RetryPolicy retry,
    InvalidOutputPolicy onInvalidOutput,
    JsonNode settings) {

  /** Applies where a manifest gives no {@code timeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  private static final List<String> AGENTS = List.of("members", "judge", "worker", "reviewer");

  /** The same stage with other settings of its kind. */
  public StageDefinition withSettings(JsonNode others) {
    return new StageDefinition(
        name,
        kind,
        agent,
        tool,
        with,
        inputSchema,
        outputSchema,
        timeout,
        retry,
        onInvalidOutput,
        others);
  }

  /** The same stage with other arguments. */
  public StageDefinition with(JsonNode arguments) {
    return new StageDefinition(
        name,
        kind,
        agent,
        tool,
        arguments,
        inputSchema,
        outputSchema,
        timeout,
        retry,
        onInvalidOutput,
        settings);
  }

  /** Whether several agents work in it. */
  public boolean isOfTeam() {
    return kind == StageKind.COMMITTEE || kind == StageKind.SUPERVISOR;
  }

  /** The same stage of a team with another agent in the place of one of its own. */
  public StageDefinition replacing(String own, String other) {
    ObjectNode others = settings.deepCopy();
    for (String key : AGENTS) {
      JsonNode named = others.path(key);
      if (named.asText().equals(own)) {
        others.put(key, other);
      } else if (named instanceof ArrayNode members) {
        for (int i = 0; i < members.size(); i++) {
          if (members.get(i).asText().equals(own)) {
            members.set(i, other);
          }
        }
      }
    }
    return withSettings(others);
  }

  /** Every agent the stage may put to work. */
  public Set<String> agents() {
    Set<String> agents = new LinkedHashSet<>();
    if (agent != null) {
      agents.add(agent);
    }
    for (String key : AGENTS) {
      JsonNode named = settings.path(key);
      if (named.isTextual()) {
        agents.add(named.textValue());
      }
      named.forEach(each -> agents.add(each.asText()));
    }
    return agents;
  }
}
