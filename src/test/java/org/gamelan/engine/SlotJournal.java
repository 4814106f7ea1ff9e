package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.provider.CallLedger;
import org.gamelan.workflow.StageKind;

/** A journal in memory with the slots, fences and meetings of the one in the database. */
final class SlotJournal implements RunJournal, GraphsProperty.Journal {
  private final RunState.Task task;
  private final Blueprint blueprint;
  private final Map<UUID, Slot> slots = new LinkedHashMap<>();
  private final List<Finished> history = new ArrayList<>();
  private final List<RecordedRun> recorded = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private final Map<UUID, Question> questions = new LinkedHashMap<>();
  private TaskStatus status = TaskStatus.QUEUED;
  private long epoch;

  /** A place where work goes on; fence 0 has not been claimed. */
  private static final class Slot {
    private final UUID id;
    private Step.Next run;
    private StageStatus status;
    private int fence;
    private int expected;
    private int arrived;
    private int failed;

    Slot(UUID id, Step.Next run, StageStatus status) {
      this.id = id;
      this.run = run;
      this.status = status;
    }

    String branch() {
      return run.branch() == null ? "" : run.branch();
    }

    StageRun stageRun(UUID task) {
      return new StageRun(
          id,
          run.id(),
          task,
          run.name(),
          run.kind(),
          run.attempt(),
          run.round(),
          run.branch(),
          5,
          fence,
          Instant.EPOCH,
          fence > 1);
    }
  }

  /** What a run asks people; answered once there is a verdict. */
  private static final class Question {
    private final Slot slot;
    private final ApprovalAsk ask;
    private ExpiryAction expiry;
    private ApprovalVerdict verdict;

    Question(Slot slot, ApprovalAsk ask) {
      this.slot = slot;
      this.ask = ask;
      this.expiry = ask.onExpiry();
    }
  }

  SlotJournal(Blueprint blueprint) {
    this.blueprint = blueprint;
    UUID id = UUID.randomUUID();
    task = new RunState.Task(id, "A task", "", null, 5, 5, Json.array(), null, null);
    String start = blueprint.start();
    Step.Next first =
        new Step.Next(
            UUID.randomUUID(),
            start,
            blueprint.stage(start).kind(),
            1,
            1,
            null,
            null,
            Duration.ZERO);
    slots.put(first.id(), new Slot(first.id(), first, StageStatus.READY));
  }

  @Override
  public long join(UUID node, String name) {
    slots.values().stream()
        .filter(slot -> slot.status == StageStatus.RUNNING)
        .forEach(
            slot -> {
              slot.status = StageStatus.READY;
              slot.fence++;
            });
    return ++epoch;
  }

  @Override
  public Claim claim(UUID node, long atEpoch, int max) {
    List<Claimed> claimed = new ArrayList<>();
    RunState state = RunState.of(task, blueprint, history);
    for (Slot slot : slots.values()) {
      if (slot.status == StageStatus.READY && claimed.size() < max) {
        slot.status = StageStatus.RUNNING;
        slot.fence++;
        status = TaskStatus.RUNNING;
        claimed.add(new Claimed(slot.stageRun(task.id()), slot.run.agent(), state));
      }
    }
    return new Claim(claimed, false);
  }

  @Override
  public Map<UUID, Committed> commit(UUID node, long atEpoch, List<Completion> completions) {
    Map<UUID, Committed> results = new HashMap<>();
    for (Completion completion : completions) {
      Slot slot = slots.get(completion.run().slot());
      if (slot != null && slot.fence == completion.run().fence() && !status.isFinished()) {
        results.put(completion.run().id(), commit(completion, completion.step(), slot));
      }
    }
    return results;
  }

  private Committed commit(Completion completion, Step step, Slot slot) {
    if (step.meeting() instanceof Step.Arrival arrival) {
      return arrive(completion, arrival, slot);
    }
    if (completion.outcome().ask() != null) {
      slot.status = StageStatus.WAITING;
      status = TaskStatus.WAITING;
      questions.put(slot.run.id(), new Question(slot, completion.outcome().ask()));
      return new Committed(List.of(), List.of(), List.of(), TaskStatus.WAITING);
    }
    finish(slot, completion.outcome(), step.way());
    List<Claimed> claimed = new ArrayList<>();
    if (step.meeting() instanceof Step.Parting parting) {
      become(slot, parting.join(), StageStatus.WAITING);
      slot.expected = parting.expected();
      slot.arrived = parting.arrived();
      slot.failed = 0;
      for (Step.Next next : step.next()) {
        slots.put(next.id(), new Slot(next.id(), next, StageStatus.READY));
      }
    } else if (step.meeting() instanceof Step.Leaving leaving) {
      slots.remove(slot.id);
      Slot place = at(leaving.branch());
      cancelBelow(leaving.branch());
      keep(place, StageStatus.SKIPPED);
      become(place, step.next().get(0), StageStatus.READY);
    } else if (step.task() != null && step.task().isFinished()) {
      slots.remove(slot.id);
      status = step.task();
      List.copyOf(slots.values()).forEach(this::cancel);
    } else {
      Step.Next next = step.next().get(0);
      become(slot, next, completion.keep() ? StageStatus.RUNNING : StageStatus.READY);
      if (completion.keep()) {
        claimed.add(new Claimed(slot.stageRun(task.id()), next.agent(), completion.state()));
      }
    }
    return new Committed(claimed, List.of(), List.of(), null);
  }

  private Committed arrive(Completion completion, Step.Arrival arrival, Slot slot) {
    Slot place = at(Branch.parent(arrival.branch()));
    finish(slot, completion.outcome(), completion.step().way());
    slots.remove(slot.id);
    List.copyOf(slots.values()).stream()
        .filter(other -> Branch.isWithin(other.branch(), arrival.branch()))
        .forEach(this::cancel);
    if (arrival.failed()) {
      place.failed++;
    } else {
      place.arrived++;
    }
    if (arrival.rule().isMet(place.expected, place.arrived, place.failed)) {
      cancelBelow(place.branch());
      place.status = StageStatus.READY;
      place.fence++;
    }
    return new Committed(List.of(), List.of(), List.of(), null);
  }

  private Slot at(String branch) {
    return slots.values().stream()
        .filter(slot -> slot.branch().equals(branch))
        .findFirst()
        .orElseThrow();
  }

  private static void become(Slot slot, Step.Next next, StageStatus status) {
    slot.run = next;
    slot.status = status;
    slot.fence++;
  }

  private void cancelBelow(String branch) {
    List.copyOf(slots.values()).stream()
        .filter(slot -> !slot.branch().equals(branch))
        .filter(slot -> Branch.isWithin(slot.branch(), branch))
        .forEach(this::cancel);
  }

  private void cancel(Slot slot) {
    questions.remove(slot.run.id());
    keep(slot, StageStatus.CANCELLED);
    slots.remove(slot.id);
  }

  private void keep(Slot slot, StageStatus end) {
    key(slot);
    history.add(
        new Finished(slot.run.name(), slot.branch(), slot.run.round(), end, null, null, null));
    record(slot, end, null, null);
  }

  private void finish(Slot slot, StageOutcome outcome, Way way) {
    key(slot);
    JsonNode failure = outcome.failure() == null ? null : Json.tree(outcome.failure());
    // As from the database: nothing but what is stored goes on.
    Way stored = way == null ? null : Json.as(Json.parse(Json.write(Json.tree(way))), Way.class);
    history.add(
        new Finished(
            slot.run.name(),
            slot.branch(),
            slot.run.round(),
            outcome.status(),
            outcome.output(),
            stored,
            failure));
    record(slot, outcome.status(), outcome, stored);
  }

  private void record(Slot slot, StageStatus end, StageOutcome outcome, Way way) {
    recorded.add(
        new RecordedRun(
            slot.run.id(),
            slot.run.name(),
            slot.run.kind(),
            end,
            slot.run.attempt(),
            slot.run.round(),
            slot.branch(),
            null,
            outcome == null ? null : outcome.output(),
            null,
            List.of(),
            outcome == null ? null : outcome.failure(),
            way,
            Instant.EPOCH,
            Instant.EPOCH,
            false));
  }

  /** All finished runs, in the order they ended. */
  List<RecordedRun> recorded() {
    return recorded;
  }

  RunState.Task task() {
    return task;
  }

  private void key(Slot slot) {
    Step.Next run = slot.run;
    String key = String.join(" ", run.name(), "" + run.round(), "" + run.attempt(), slot.branch());
    if (!keys.add(key)) {
      throw new AssertionError("A second run " + key);
    }
  }

  @Override
  public RunJournal journal() {
    return this;
  }

  @Override
  public List<String> open() {
    return slots.values().stream()
        .filter(slot -> slot.status != StageStatus.WAITING || isAsking(slot))
        .map(slot -> slot.branch() + ":" + slot.run.name())
        .sorted()
        .toList();
  }

  @Override
  public TaskStatus status() {
    return status;
  }

  @Override
  public int left() {
    return slots.size() + asked().size();
  }

  private boolean isAsking(Slot slot) {
    return slot.run.kind() == StageKind.APPROVAL;
  }

  @Override
  public List<GraphsProperty.Asked> asked() {
    return questions.values().stream()
        .filter(question -> question.verdict == null)
        .map(question -> asked(question.slot.run, question.ask))
        .toList();
  }

  private static GraphsProperty.Asked asked(Step.Next run, ApprovalAsk ask) {
    return new GraphsProperty.Asked(run.id(), run.name(), ApprovalAsk.hash(ask.content()));
  }

  @Override
  public boolean decide(GraphsProperty.Asked asked, String verdict) {
    Question question = questions.get(asked.run());
    if (question == null || question.verdict != null) {
      return false;
    }
    boolean expired = verdict.equals(GraphParts.EXPIRE);
    if (expired && question.expiry == ExpiryAction.ESCALATE) {
      question.expiry = ExpiryAction.FAIL;
      return true;
    }
    String decision = expired ? question.expiry.id() : verdict;
    question.verdict = new ApprovalVerdict(decision, expired, null, null, List.of());
    question.slot.status = StageStatus.READY;
    question.slot.fence++;
    return true;
  }

  @Override
  public ApprovalStore approvals() {
    return (run, call) -> Optional.ofNullable(questions.get(run)).map(question -> question.verdict);
  }

  @Override
  public Renewal renew(UUID node, long atEpoch, Duration expiry) {
    return Renewal.ALONE;
  }

  @Override
  public int recover(Duration expiry) {
    return 0;
  }

  @Override
  public Set<UUID> held(UUID node, long atEpoch) {
    return Set.of();
  }

  @Override
  public int giveBack(UUID node, long atEpoch, Set<UUID> runs) {
    return 0;
  }

  @Override
  public int hurry(String waitingFor) {
    return 0;
  }

  @Override
  public String taskClass(UUID id) {
    return "random";
  }

  @Override
  public Map<Integer, JsonNode> finishedCalls(UUID run) {
    return Map.of();
  }

  @Override
  public Optional<OpenCall> startCall(UUID run, int number, String name, String effect) {
    return Optional.empty();
  }

  @Override
  public void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries) {}

  @Override
  public void finishCall(UUID run, int number, String name, String effect, JsonNode answer) {}
}
