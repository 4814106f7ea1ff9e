package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.CallJournal;
import org.gamelan.config.EngineConfig;
import org.gamelan.json.Json;
import org.gamelan.provider.TokenUsage;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.RetryPolicy;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.WorkflowDefinition;

/** Stages of a kind with agents that answer as told, and a journal that outlives them. */
final class Teams {
  static final EngineConfig CONFIG =
      new EngineConfig(
          UUID.randomUUID(),
          "test",
          10,
          10,
          Duration.ofSeconds(10),
          10_000,
          1_000,
          Duration.ofDays(1));

  static final StageMessages MESSAGES = new StageMessages(CONFIG, null);

  private final Map<Integer, JsonNode> journal = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();
  private final Map<String, Function<AgentCall, JsonNode>> minds = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Map<String, JsonNode> outputs = new LinkedHashMap<>();

  Teams says(String agent, String answer) {
    return does(agent, call -> Json.parse(answer));
  }

  Teams does(String agent, Function<AgentCall, JsonNode> mind) {
    minds.put(agent, mind);
    return this;
  }

  Teams edge(String to, String when) {
    edges.add(new Edge("panel", to, when, null, false, false, null));
    return this;
  }

  Teams output(String stage, String output) {
    outputs.put(stage, Json.parse(output));
    return this;
  }

  /** Who was asked, in order. */
  List<String> asked() {
    return asked;
  }

  List<String> messages() {
    return messages;
  }

  AgentAnswer answer(AgentCall call) {
    synchronized (asked) {
      asked.add(call.agent().name());
      messages.add(call.message());
    }
    JsonNode output = minds.get(call.agent().name()).apply(call);
    return new AgentAnswer(
        output, output.toString(), List.of(), "default", "fake", new TokenUsage(10, 1), null);
  }

  StageWork work(StageKind kind, String settings) {
    Map<String, AgentDefinition> agents = new HashMap<>();
    minds.keySet().forEach(name -> agents.putAll(Runs.aRun().agent(name, null).agents()));
    StageDefinition stage =
        new StageDefinition(
            "panel",
            kind,
            null,
            null,
            null,
            null,
            null,
            Duration.ofMinutes(1),
            RetryPolicy.DEFAULT,
            InvalidOutputPolicy.DEFAULT,
            Json.parse(settings));
    WorkflowDefinition workflow =
        new WorkflowDefinition("test", 1, "panel", edges, List.of("done", "refused"));
    UUID task = UUID.randomUUID();
    RunState state =
        RunState.of(
            new RunState.Task(task, "A task", "", null, 5, 5, Json.array(), null, null),
            new Blueprint(
                workflow, "panel", workflow.end(), Map.of("panel", stage), agents, Map.of()),
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
            "panel",
            kind,
            1,
            1,
            null,
            5,
            1,
            Instant.EPOCH,
            false);
    return new StageWork(
        run,
        stage,
        null,
        state,
        state.variables(1, null),
        Duration.ofMinutes(1),
        new Remembering());
  }

  private final class Remembering implements CallJournal {
    @Override
    public Optional<JsonNode> finished(int number) {
      return Optional.ofNullable(journal.get(number));
    }

    @Override
    public void starting(int number, String name, ToolEffect effect) {}

    @Override
    public void finished(int number, String name, JsonNode answer) {
      journal.put(number, Json.parseOwn(Json.write(answer)));
    }
  }
}
