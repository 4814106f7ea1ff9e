package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.engine.RunJournal.Claimed;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/** Makes runs for tests: a workflow of agent stages, ready to be changed. */
public final class Runs {
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, StageDefinition> stages = new LinkedHashMap<>();
  private final Map<String, AgentDefinition> agents = new LinkedHashMap<>();
  private final Map<String, JsonNode> outputs = new LinkedHashMap<>();
  private RetryPolicy retry =
      new RetryPolicy(
          2, Duration.ofSeconds(4), 2, Duration.ofSeconds(30), Set.of(FailureKind.TIMEOUT));

  private Runs() {}

  public static Runs aRun() {
    return new Runs().agent("writer", null);
  }

  public Runs agent(String name, String fallback) {
    agents.put(
        name,
        new AgentDefinition(
            name,
            1,
            "",
            "",
            "",
            null,
            null,
            null,
            null,
            null,
            null,
            1,
            10,
            null,
            fallback,
            true,
            "configuration",
            "test"));
    return this;
  }

  Map<String, AgentDefinition> agents() {
    return agents;
  }

  public Runs edge(Edge edge) {
    edges.add(edge);
    return this;
  }

  public Runs retry(RetryPolicy policy) {
    retry = policy;
    return this;
  }

  public Runs output(String stage, JsonNode output) {
    outputs.put(stage, output);
    return this;
  }

  public Blueprint blueprint(String... names) {
    for (int i = 0; i + 1 < names.length; i++) {
      edges.add(Edge.plain(names[i], names[i + 1]));
    }
    WorkflowDefinition workflow =
        new WorkflowDefinition("test", 1, names[0], edges, List.of(names[names.length - 1]));
    for (String name : workflow.stageNames()) {
      stages.put(
          name,
          new StageDefinition(
              name,
              StageKind.AGENT,
              "writer",
              null,
              null,
              null,
              null,
              Duration.ofMinutes(1),
              retry,
              InvalidOutputPolicy.DEFAULT,
              Json.object()));
    }
    return new Blueprint(workflow, names[0], workflow.end(), stages, agents, Map.of());
  }

  /** A claimed run of the first of these stages, which follow each other. */
  public Claimed claimed(int attempt, String agent, String... names) {
    UUID task = UUID.randomUUID();
    RunState state =
        RunState.of(
            new RunState.Task(task, "A task", "To be done", null, 5, 5, Json.array(), null, null),
            blueprint(names),
            outputs.entrySet().stream()
                .map(
                    output ->
                        new Finished(
                            output.getKey(),
                            Branch.MAIN,
                            1,
                            StageStatus.SUCCEEDED,
                            output.getValue(),
                            null,
                            null))
                .toList());
    StageRun run =
        new StageRun(
            UUID.randomUUID(),
            UUID.randomUUID(),
            task,
            names[0],
            StageKind.AGENT,
            attempt,
            1,
            null,
            5,
            1,
            Instant.EPOCH,
            false);
    return new Claimed(run, agent, state);
  }

  /** The same with another definition of one stage. */
  static Blueprint with(Blueprint blueprint, StageDefinition stage) {
    Map<String, StageDefinition> stages = new LinkedHashMap<>(blueprint.stages());
    stages.put(stage.name(), stage);
    return new Blueprint(
        blueprint.workflow(),
        blueprint.start(),
        blueprint.end(),
        stages,
        blueprint.agents(),
        blueprint.schemas());
  }

  /** A task that has only begun. */
  static RunState state(Blueprint blueprint, JsonNode input) {
    return RunState.of(
        new RunState.Task(
            UUID.randomUUID(), "A task", "To be done", input, 5, 5, Json.array(), null, null),
        blueprint,
        List.of());
  }

  public static StageOutcome failure(FailureKind kind) {
    FailureSignature signature =
        new FailureSignature(
            kind, "first", "writer", null, null, 1, "It went wrong", List.of(), "0");
    return StageOutcome.failed(signature, null);
  }
}
