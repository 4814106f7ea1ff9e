package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.assignment.InstanceMemory;
import org.gamelan.json.Json;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PinnedPolicy;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;

/**
 * What a node knows of a task while it works on it: the task, what it is pinned to, and the runs
 * that have finished, seen from one of its places. Immutable; each finished stage makes the next
 * one. It lives only along a chain of stages that one node runs after another; whoever takes a
 * stage over reads it anew, and so does a join, since only then it knows what the branches did.
 */
public final class RunState {
  /**
   * The task itself.
   *
   * @param id its id
   * @param title in one line
   * @param description what is to be done
   * @param input the task's input, or null
   * @param complexity from 1 to 10
   * @param priority from 0 to 9
   * @param labels an array of words
   * @param source where its files are, or null
   * @param key the API key with which it was made, or null
   * @param memory what its agent instance remembered when it began; null without an instance
   * @param pipeline the pipeline it goes through, or null
   */
  public record Task(
      UUID id,
      String title,
      String description,
      JsonNode input,
      int complexity,
      int priority,
      JsonNode labels,
      JsonNode source,
      UUID key,
      JsonNode memory,
      String pipeline) {

    /** Of no pipeline. */
    public Task(
        UUID id,
        String title,
        String description,
        JsonNode input,
        int complexity,
        int priority,
        JsonNode labels,
        JsonNode source,
        UUID key,
        JsonNode memory) {
      this(id, title, description, input, complexity, priority, labels, source, key, memory, null);
    }

    /** Of no agent instance. */
    public Task(
        UUID id,
        String title,
        String description,
        JsonNode input,
        int complexity,
        int priority,
        JsonNode labels,
        JsonNode source,
        UUID key) {
      this(id, title, description, input, complexity, priority, labels, source, key, null);
    }

    private Task workingOn(JsonNode other) {
      return new Task(
          id,
          title,
          description,
          other,
          complexity,
          priority,
          labels,
          source,
          key,
          memory,
          pipeline);
    }
  }

  private final Task task;
  private final Blueprint blueprint;
  private final List<Finished> history;
  private final Object taskValue;
  private final String branch;
  private final String scope;
  private final List<TaskOverride> overrides;
  private final Map<String, Object> remembered;
  private Map<String, JsonNode> outputs;
  private Map<String, Object> values;

  private RunState(
      Task task,
      Blueprint blueprint,
      List<Finished> history,
      Object taskValue,
      String branch,
      String scope,
      List<TaskOverride> overrides,
      Map<String, Object> remembered) {
    this.task = task;
    this.blueprint = blueprint;
    this.history = history;
    this.taskValue = taskValue;
    this.branch = branch;
    this.scope = scope;
    this.overrides = overrides;
    this.remembered = remembered;
  }

  /**
   * A task of which all runs are known.
   *
   * @param history its finished runs, in the order they finished
   */
  public static RunState of(Task task, Blueprint blueprint, List<Finished> history) {
    return new RunState(
        task,
        blueprint,
        List.copyOf(history),
        taskValue(task),
        Branch.MAIN,
        Branch.MAIN,
        List.of(),
        Map.of());
  }

  /** The same task with what people decided for it, in the order they did. */
  public RunState overriddenBy(List<TaskOverride> others) {
    return new RunState(
        task, blueprint, history, taskValue, branch, scope, List.copyOf(others), remembered);
  }

  /** What people decided for this task, in the order they did. */
  List<TaskOverride> overrides() {
    return overrides;
  }

  /**
   * The same task pinned to this agent, too.
   *
   * @param policies what the agent's folder lets it do, by its name
   */
  RunState with(AgentDefinition agent, Map<String, FolderPolicy> policies) {
    Map<String, AgentDefinition> agents = new HashMap<>(blueprint.agents());
    agents.put(agent.name(), agent);
    Blueprint other =
        blueprint
            .withAgents(agents)
            .withPolicy(PinnedPolicy.withAgents(blueprint.policy(), policies));
    return new RunState(task, other, history, taskValue, branch, scope, overrides, remembered);
  }

  /** The same task with another input. */
  RunState workingOn(JsonNode input) {
    Task other = task.workingOn(input);
    return new RunState(
        other, blueprint, history, taskValue(other), branch, scope, overrides, remembered);
  }

  public Task task() {
    return task;
  }

  public Blueprint blueprint() {
    return blueprint;
  }

  /** The same task as one of its runs sees it. */
  public RunState seenBy(StageRun run) {
    return seenFrom(Branch.of(run), run.name());
  }

  /**
   * The same task as a stage sees it: the outputs of its own workflow, but not those of branches
   * beside its own, nor those that a way back made void.
   */
  public RunState seenFrom(String place, String stage) {
    String around = Branch.scope(stage);
    return place.equals(branch) && around.equals(scope)
        ? this
        : new RunState(task, blueprint, history, taskValue, place, around, overrides, remembered);
  }

  /**
   * The same task with what is remembered now.
   *
   * @param values by key
   */
  RunState remembering(Map<String, Object> values) {
    return new RunState(task, blueprint, history, taskValue, branch, scope, overrides, values);
  }

  /** The latest output of each stage that can be seen, in the order they finished. */
  public synchronized Map<String, JsonNode> outputs() {
    if (outputs == null) {
      look();
    }
    return Collections.unmodifiableMap(outputs);
  }

  /** The output of the stage that ended last of those that can be seen; else an empty object. */
  JsonNode latestOutput() {
    JsonNode latest = Json.object();
    for (JsonNode output : outputs().values()) {
      latest = output;
    }
    return latest;
  }

  private void look() {
    Map<String, Finished> seen = new LinkedHashMap<>();
    for (Finished run : history) {
      if (Branch.areApart(run.branch(), branch) || chosePipeline(run)) {
        continue;
      }
      if (run.status() == StageStatus.SUCCEEDED && Branch.scope(run.name()).equals(scope)) {
        seen.remove(run.name());
        seen.put(run.name(), run);
      }
      if (run.way() != null && run.way().round() != null) {
        seen.keySet().removeIf(stage -> isDoneAgain(stage, run.way()));
      }
    }
    outputs = new LinkedHashMap<>();
    values = new LinkedHashMap<>();
    for (Finished run : seen.values()) {
      outputs.put(Branch.local(run.name()), run.output());
      values.put(Branch.local(run.name()), run.value());
    }
  }

  /** How the task came to its pipeline is no concern of the pipeline's stages. */
  private boolean chosePipeline(Finished run) {
    return run.name().equals(PipelineQuestion.STAGE) && !PipelineQuestion.isAsked(blueprint);
  }

  /** What runs inside of a sub-workflow is done again with the stage that stands for it. */
  private boolean isDoneAgain(String stage, Way back) {
    Way.Taken first = back.next().get(0);
    if (first.edge() == Way.AGAIN) {
      return stage.startsWith(first.stage() + ".");
    }
    Set<String> again = blueprint.workflow().between(first.edge());
    String name = stage;
    while (!again.contains(name)) {
      String around = Branch.scope(name);
      if (around.isEmpty()) {
        return false;
      }
      name = around.substring(0, around.length() - 1);
    }
    return true;
  }

  /**
   * What is being done again, and why.
   *
   * @param said what the stages answered from which a way back was taken, the latest first
   * @param before what the stages answered that are to be done again and have not been yet, the
   *     latest first
   */
  record Revision(Map<String, JsonNode> said, Map<String, JsonNode> before) {}

  /** What ways back made void that can be seen from here and has not been done again yet. */
  Revision revision() {
    Map<String, JsonNode> said = new LinkedHashMap<>();
    Map<String, JsonNode> before = new LinkedHashMap<>();
    Set<String> again = new HashSet<>();
    Set<String> known = new HashSet<>();
    for (int i = history.size() - 1; i >= 0; i--) {
      Finished run = history.get(i);
      boolean seen =
          run.status() == StageStatus.SUCCEEDED
              && Branch.scope(run.name()).equals(scope)
              && !Branch.areApart(run.branch(), branch);
      if (!seen || !known.add(run.name())) {
        continue;
      }
      Optional<Integer> back = wayBack(run);
      if (back.isPresent()) {
        said.put(Branch.local(run.name()), run.output());
        again.addAll(blueprint.workflow().between(back.get()));
      } else if (again.contains(run.name())) {
        before.put(Branch.local(run.name()), run.output());
      }
    }
    return new Revision(said, before);
  }

  /** The revise edge that was taken from a run, if one was. */
  private Optional<Integer> wayBack(Finished run) {
    Way way = run.way();
    if (way == null || way.round() == null || way.next().isEmpty()) {
      return Optional.empty();
    }
    List<Edge> edges = blueprint.workflow().edges();
    Way.Taken taken = way.next().get(0);
    // What was taken over from other definitions may number other edges.
    return Optional.of(taken.edge())
        .filter(number -> number >= 0 && number < edges.size())
        .filter(number -> edges.get(number).revise() != null)
        .filter(number -> edges.get(number).from().equals(run.name()))
        .filter(number -> edges.get(number).to().equals(taken.stage()));
  }

  /** The kind of a stage by its name as seen from here, or null when there is no such stage. */
  StageKind kindOf(String stage) {
    StageDefinition definition = blueprint.stages().get(scope + stage);
    return definition == null ? null : definition.kind();
  }

  /** How often a way back was taken in this run, by those that can be seen from here. */
  int taken(int edge) {
    int times = 0;
    for (Finished run : history) {
      Way way = run.way();
      if (way != null
          && way.round() != null
          && way.next().get(0).edge() == edge
          && run.status() != StageStatus.SKIPPED
          && !Branch.areApart(run.branch(), branch)) {
        times++;
      }
    }
    return times;
  }

  /**
   * The failed passes through a sub-workflow that count when it is to start anew, the latest
   * excluded: since it came to its end or a way back led over it.
   *
   * @param caller the stage that stands for it, of this branch
   */
  Passes passes(String caller) {
    int failed = 0;
    Instant began = null;
    for (Finished run : history) {
      Way way = run.way();
      boolean apart = Branch.areApart(run.branch(), branch);
      if (apart) {
        continue;
      }
      if (began == null && run.name().startsWith(caller + ".")) {
        began = run.startedAt();
      }
      boolean over = run.name().equals(caller) && run.status() == StageStatus.SUCCEEDED;
      boolean back = way != null && way.round() != null && !way.startsAnew(caller);
      if (over || (back && isDoneAgain(caller, way))) {
        failed = 0;
        began = null;
      } else if (way != null && way.startsAnew(caller)) {
        failed++;
      }
    }
    return new Passes(failed, began);
  }

  /**
   * Passes through a sub-workflow.
   *
   * @param failed how many failed and were followed by another
   * @param began when the first stage of the first one began, or null where that is not known
   */
  record Passes(int failed, Instant began) {}

  /** The latest round there was on this branch and within it. */
  int latestRound() {
    return history.stream()
        .filter(run -> Branch.isWithin(run.branch(), branch))
        .mapToInt(Finished::round)
        .max()
        .orElse(1);
  }

  /** All finished runs, in the order they finished. */
  List<Finished> history() {
    return history;
  }

  /** The task once this run has ended. */
  public RunState with(Finished run) {
    List<Finished> more = new ArrayList<>(history.size() + 1);
    more.addAll(history);
    more.add(run);
    return new RunState(
        task,
        blueprint,
        Collections.unmodifiableList(more),
        taskValue,
        branch,
        scope,
        overrides,
        remembered);
  }

  /**
   * What expressions and prompts of a stage see, {@code failure} included.
   *
   * @param stage its name
   * @param attempt from 1
   */
  Map<String, Object> variables(String stage, int attempt) {
    JsonNode failure = failure(stage, attempt);
    return variables(attempt, failure == null ? null : Values.of(failure));
  }

  /**
   * The failure behind which a stage runs: that of the latest error edge taken before it, unless
   * the edge's source has succeeded since; else that of the stage's own attempt before.
   */
  private JsonNode failure(String stage, int attempt) {
    Set<String> succeeded = new HashSet<>();
    JsonNode own = null;
    for (int i = history.size() - 1; i >= 0; i--) {
      Finished run = history.get(i);
      if (Branch.areApart(run.branch(), branch) || chosePipeline(run)) {
        continue;
      }
      String source = run.way() == null ? null : errorSource(run.way());
      if (source != null && !succeeded.contains(source)) {
        return run.failure() == null ? toldBy(run) : run.failure();
      }
      boolean before = run.name().equals(stage) && run.branch().equals(branch);
      if (run.status() == StageStatus.SUCCEEDED) {
        succeeded.add(run.name());
      } else if (run.status() == StageStatus.FAILED && before && attempt > 1 && own == null) {
        own = run.failure();
      }
    }
    return own;
  }

  /** The stage whose error edge was taken, where it can be seen from here; else null. */
  private String errorSource(Way way) {
    List<Edge> edges = blueprint.workflow().edges();
    Way.Taken taken = way.next().isEmpty() ? null : way.next().get(0);
    if (taken == null || taken.edge() < 0 || taken.edge() >= edges.size()) {
      return null;
    }
    // What was taken over from other definitions may number other edges.
    Edge edge = edges.get(taken.edge());
    boolean led = edge.onError() && edge.to().equals(taken.stage());
    return led && scope.startsWith(Branch.scope(edge.from())) ? edge.from() : null;
  }

  /** Nothing is wrong with a stage after which no way leads on; only its way says so. */
  private static JsonNode toldBy(Finished run) {
    return Json.object()
        .put("stage", run.name())
        .put("message", String.join(", ", run.way().reasons()));
  }

  /** What expressions and prompts see. */
  public synchronized Map<String, Object> variables(int attempt, Object failure) {
    if (values == null) {
      look();
    }
    Map<String, Object> variables = new HashMap<>();
    variables.put("task", taskValue);
    variables.put("input", Values.of(task.input()));
    variables.put("outputs", Collections.unmodifiableMap(values));
    variables.put("attempt", attempt);
    variables.put("failure", failure);
    variables.put("memory", task.memory() == null ? remembered : Values.of(memory()));
    return variables;
  }

  private JsonNode memory() {
    return InstanceMemory.whole(task.memory());
  }

  private static Object taskValue(Task task) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("id", task.id().toString());
    value.put("title", task.title());
    value.put("description", task.description());
    value.put("input", Values.of(task.input()));
    value.put("complexity", task.complexity());
    value.put("priority", task.priority());
    value.put("labels", Values.of(task.labels()));
    value.put("source", Values.of(task.source()));
    return Collections.unmodifiableMap(value);
  }
}
