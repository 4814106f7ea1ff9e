package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.policy.FolderPolicy;

/**
 * What people's overrides made of a stage when its run began. It is kept with the run's first call,
 * so that a resumed run goes on with the recorded answers of those who gave them, whatever has been
 * decided or has expired meanwhile.
 *
 * @param workers who works in the place of whom, in the order they were put there
 * @param input what the stage works on instead of its own input, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Arrangement(
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Worker> workers, JsonNode input) {
  /** Nothing was overridden. */
  static final Arrangement NONE = new Arrangement(List.of(), null);

  Arrangement {
    workers = workers == null ? List.of() : List.copyOf(workers);
  }

  /**
   * An agent that works otherwise than the definitions say.
   *
   * @param own whom the stage names
   * @param agent who works, or the same with another model
   * @param policy what the folder of who works let it do, or null where it said nothing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Worker(String own, AgentDefinition agent, FolderPolicy policy) {
    /** The rules of its folder now; those of then where the folder is gone. */
    private Map<String, FolderPolicy> rules(
        Function<Set<String>, Map<String, FolderPolicy>> policies) {
      if (agent.name().equals(own)) {
        return Map.of();
      }
      Map<String, FolderPolicy> now = policies.apply(Set.of(agent.name()));
      return now.isEmpty() && policy != null ? Map.of(agent.name(), policy) : now;
    }
  }

  boolean isNone() {
    return equals(NONE);
  }

  /**
   * A stage's work as it was arranged.
   *
   * @param policies what folders let agents do now, by their names
   */
  StageWork of(StageWork work, Function<Set<String>, Map<String, FolderPolicy>> policies) {
    StageWork arranged = work;
    for (Worker worker : workers) {
      arranged = arranged.doneBy(worker.own(), worker.agent(), worker.rules(policies));
    }
    return input == null ? arranged : arranged.workingOn(input);
  }
}
