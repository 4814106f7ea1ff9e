package org.gamelan.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gamelan.agent.AdminAgents;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentRegistry;
import org.gamelan.agent.AgentScores;
import org.gamelan.agent.AgentScores.Ranking;
import org.gamelan.engine.BlueprintStore;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.TaskEvents;
import org.gamelan.engine.TaskStatus;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.provider.CallRows;
import org.gamelan.provider.RoutingNote;

/**
 * Gives tasks their agents and never gives an agent more than its capacity: places are given under
 * the lock of the agent's row, and counted in the tasks themselves. What administrators decide
 * comes before or after, never within.
 */
@ApplicationScoped
public class Places {
  /** How many tasks one transaction gives to agents, or tells something. */
  static final int MOST = 200;

  /** Of so many different wishes one round takes care; those behind them have the next one. */
  private static final int MOST_WISHES = 500;

  private static final int MOST_TOLD = 20_000;

  /** Of so many agents that seem to have room one is sought that nobody else is at. */
  private static final int GUESSES = 3;

  /** Of so many the fittest is sought. */
  private static final int MOST_RANKED = 100;

  private static final int LOST_AT_ONCE = 3;
  private static final String FINGERPRINT = "agent-gone";

  private final Database database;
  private final AgentRegistry registry;
  private final AdminAgents agents;
  private final Definitions definitions;
  private final BlueprintStore blueprints;
  private final AgentScores scores;
  private final Map<Wish, String> told = new ConcurrentHashMap<>();

  /** The last wish of the round before, if others stand behind it. Of the assigner's thread. */
  private String seen = "";

  protected Places() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public Places(
      Database database,
      AgentRegistry registry,
      AdminAgents agents,
      Definitions definitions,
      BlueprintStore blueprints,
      AgentScores scores) {
    this.database = database;
    this.registry = registry;
    this.agents = agents;
    this.definitions = definitions;
    this.blueprints = blueprints;
    this.scores = scores;
  }

  /**
   * What one round did.
   *
   * @param runs the stage runs that are ready now
   * @param agents the agents that were given tasks
   * @param waiting whether tasks are left that wait
   * @param again whether another round is due at once
   * @param news whether something was told to somebody
   */
  record Round(List<UUID> runs, Set<String> agents, boolean waiting, boolean again, boolean news) {
    private static final Round NOTHING = new Round(List.of(), Set.of(), false, false, false);
    private static final Round LAST = new Round(List.of(), Set.of(), true, false, false);
  }

  /**
   * Gives places to tasks that wait, the most urgent first, then the oldest. Where tasks want more
   * different things than one round can look at, another is due, so that nobody is forgotten.
   */
  Round round() {
    if (!registry.isComplete()) {
      return Round.NOTHING;
    }
    Optional<Round> round = database.inTransaction(tx -> round(tx.connection()));
    if (round.isEmpty()) {
      agents.refresh();
    }
    return round.orElse(new Round(List.of(), Set.of(), true, true, false));
  }

  /** Nothing when administrators have decided something that is not in force here yet. */
  private Optional<Round> round(Connection connection) throws SQLException {
    List<Wish> wishes = PlaceRows.wishes(connection, seen, MOST_WISHES);
    if (wishes.isEmpty()) {
      return Optional.of(nobodyLeft());
    }
    if (!agents.isCurrent(connection)) {
      return Optional.empty();
    }
    Placement placement = new Placement(wishes, this::fitting, this::rank);
    Map<String, Instant> before = PlaceRows.lock(connection, placement.agents());
    placement.know(
        before, PlaceRows.taken(connection, placement.limited()), PlaceRows.now(connection));
    Map<Wish, Integer> rooms = placement.rooms(MOST);
    List<PlaceRows.Waiting> waiting = PlaceRows.waiting(connection, rooms, MOST);
    Given given = waiting.isEmpty() ? Given.NOTHING : give(connection, placement, waiting);
    List<UUID> runs = given.runs();
    int failed = failLost(connection, wishes);
    int explained = explain(connection, wishes);
    boolean again = waiting.size() == MOST || failed == MOST || explained == MOST;
    boolean more = again || goOn(wishes);
    return Optional.of(
        new Round(runs, given.agents(), true, more, runs.size() + failed + explained > 0));
  }

  private Round nobodyLeft() {
    boolean all = seen.isEmpty();
    seen = "";
    if (all) {
      told.clear();
    }
    return all ? Round.NOTHING : Round.LAST;
  }

  /** Has the next round look behind these wishes, or at the first ones again. */
  private boolean goOn(List<Wish> wishes) {
    boolean more = wishes.size() == MOST_WISHES;
    seen = more ? wishes.get(wishes.size() - 1).text() : "";
    return more;
  }

  private List<AgentEntry> fitting(Wish wish) {
    List<AgentEntry> candidates =
        wish.isNamed()
            ? registry.findEntry(wish.agent()).map(List::of).orElse(List.of())
            : registry.assignable();
    return candidates.stream().filter(wish::fits).toList();
  }

  /** Tasks that one agent does alone are one class. */
  private Ranking rank(List<String> names) {
    return scores.rank(
        names, Definitions.SINGLE_AGENT, "it is the one that was given a task longest ago");
  }

  /** The runs that are ready, and whose they are. */
  private record Given(List<UUID> runs, Set<String> agents) {
    private static final Given NOTHING = new Given(List.of(), Set.of());
  }

  private Given give(Connection connection, Placement placement, List<PlaceRows.Waiting> waiting)
      throws SQLException {
    List<PlaceRows.Gift> gifts = new ArrayList<>();
    List<NewEvent> events = new ArrayList<>();
    Map<String, UUID> pinned = new HashMap<>();
    List<RoutingNote> notes = new ArrayList<>();
    Map<String, Instant> times = new TreeMap<>();
    for (PlaceRows.Waiting task : waiting) {
      Optional<String> agent = placement.take(task.wish());
      if (agent.isPresent()) {
        String name = agent.get();
        UUID blueprint = task.wish().isNamed() ? null : blueprint(connection, name, pinned);
        gifts.add(new PlaceRows.Gift(task.id(), name, blueprint));
        events.add(assigned(task.id(), name));
        times.put(name, placement.givenAt(name));
        placement
            .ranking()
            .ifPresent(
                ranking ->
                    notes.add(
                        note(
                            new Place(name, ranking, task.wish().fittest()),
                            task.id(),
                            placement.givenAt(name))));
      }
    }
    List<UUID> runs = PlaceRows.give(connection, gifts);
    PlaceRows.given(connection, times);
    if (!notes.isEmpty()) {
      CallRows.insertNotes(connection, notes);
    }
    EventLog.append(connection, events);
    return new Given(runs, times.keySet());
  }

  private UUID blueprint(Connection connection, String agent, Map<String, UUID> pinned)
      throws SQLException {
    UUID known = pinned.get(agent);
    if (known == null) {
      known = blueprints.save(connection, definitions.planOfAgent(agent).blueprint());
      pinned.put(agent, known);
    }
    return known;
  }

  private static NewEvent assigned(UUID task, String agent) {
    NewEvent changed = TaskEvents.changed(task, TaskStatus.QUEUED, null, null);
    ((ObjectNode) changed.data()).put("agent", agent);
    return changed;
  }

  /** Tasks that wait for an agent which is gone wait for nothing. */
  private int failLost(Connection connection, List<Wish> wishes) throws SQLException {
    List<Wish> lost =
        wishes.stream()
            .filter(wish -> wish.isNamed() && registry.findEntry(wish.agent()).isEmpty())
            .toList();
    int failed = 0;
    for (Wish wish : lost.subList(0, Math.min(lost.size(), LOST_AT_ONCE))) {
      failed += fail(connection, wish, MOST - failed);
    }
    return lost.size() > LOST_AT_ONCE ? MOST : failed;
  }

  private static int fail(Connection connection, Wish wish, int most) throws SQLException {
    List<UUID> tasks = PlaceRows.lost(connection, List.of(wish), most);
    if (tasks.isEmpty()) {
      return 0;
    }
    String reason =
        "The agent '%s' went while the task waited for it; make the task anew with another."
            .formatted(wish.agent());
    FailureSignature failure =
        new FailureSignature(
            FailureKind.CANCELLED,
            Definitions.ANSWER,
            wish.agent(),
            null,
            null,
            1,
            reason,
            List.of(),
            FINGERPRINT);
    PlaceRows.fail(connection, tasks, reason, Json.write(Json.tree(failure)));
    InstanceEnds.tell(connection, tasks);
    EventLog.append(
        connection,
        tasks.stream()
            .map(task -> TaskEvents.changed(task, TaskStatus.FAILED, reason, null))
            .toList());
    return tasks.size();
  }

  /** Tells why those wait that are left; only what has changed since the last time. */
  private int explain(Connection connection, List<Wish> wishes) throws SQLException {
    Map<Wish, String> reasons = new LinkedHashMap<>();
    for (Wish wish : wishes) {
      String reason = reason(wish);
      if (!reason.equals(told.get(wish))) {
        reasons.put(wish, reason);
      }
    }
    if (reasons.isEmpty()) {
      return 0;
    }
    Map<UUID, String> heard = PlaceRows.explain(connection, reasons, MOST);
    if (heard.size() < MOST) {
      if (seen.isEmpty() && wishes.size() < MOST_WISHES) {
        told.keySet().retainAll(wishes);
      } else if (told.size() > MOST_TOLD) {
        told.clear();
      }
      told.putAll(reasons);
    }
    List<NewEvent> events = new ArrayList<>();
    heard.forEach(
        (task, reason) -> events.add(TaskEvents.changed(task, TaskStatus.PENDING, reason, null)));
    EventLog.append(connection, events);
    return heard.size();
  }

  /** Why a task that wants this waits. */
  String reason(Wish wish) {
    Optional<AgentEntry> named =
        wish.isNamed() ? registry.findEntry(wish.agent()) : Optional.empty();
    Optional<String> refusal = named.flatMap(AgentEntry::refusal);
    if (refusal.isPresent()) {
      return "Waits: " + refusal.get();
    }
    if (named.isPresent() && named.get().definition().capacity() != null) {
      return "Waits for a free place: agent '%s' has as many tasks as it may, %d"
          .formatted(wish.agent(), named.get().definition().capacity());
    }
    return fitting(wish).isEmpty()
        ? "No agent fits: make or enable " + wish.description()
        : "Waits for a free place: " + wish.description() + " is wanted, and all are busy";
  }

  /**
   * Takes a place for a task that is being made, if there is a free one and nobody waits that may
   * want it. The caller's transaction holds it.
   *
   * @return the agent, or nothing when the task has to wait
   */
  Optional<Place> take(Connection connection, Wish wish) throws SQLException {
    if (!agents.isCurrent(connection)) {
      return Optional.empty();
    }
    List<AgentEntry> fitting = fitting(wish);
    boolean unlimited =
        wish.isNamed() && fitting.stream().allMatch(entry -> entry.definition().capacity() == null);
    if (fitting.isEmpty() || (!unlimited && PlaceRows.somebodyWaits(connection))) {
      return Optional.empty();
    }
    if (unlimited) {
      if (PlaceRows.tryLock(connection, wish.agent())) {
        PlaceRows.touch(connection, wish.agent());
      }
      return Optional.of(new Place(wish.agent(), null, false));
    }
    return takeFree(connection, wish, fitting);
  }

  /**
   * Takes a place for a task that is tried again; whoever is chosen anew may be another agent. The
   * caller has locked the task.
   *
   * @return false when it has to wait
   */
  boolean takeAgain(Connection connection, UUID task, Wish wish) throws SQLException {
    PlaceRows.leave(connection, task);
    Optional<Place> place = take(connection, wish);
    if (place.isPresent()) {
      String agent = place.get().agent();
      UUID blueprint = wish.isNamed() ? null : blueprint(connection, agent, new HashMap<>());
      PlaceRows.give(connection, List.of(new PlaceRows.Gift(task, agent, blueprint)));
      tell(connection, place.get(), task);
      return true;
    }
    String reason = reason(wish);
    PlaceRows.wait(connection, List.of(task), reason);
    EventLog.append(
        connection, List.of(TaskEvents.changed(task, TaskStatus.PENDING, reason, null)));
    return false;
  }

  /**
   * A place that was taken.
   *
   * @param agent the agent's name
   * @param ranking why it was chosen, or null when it was named or nobody else had room
   * @param scored whether scores made that order
   */
  record Place(String agent, Ranking ranking, boolean scored) {}

  /** Notes why an agent was chosen, if there was a choice. */
  static void tell(Connection connection, Place place, UUID task) throws SQLException {
    if (place.ranking() != null) {
      RoutingNote note = note(place, task, PlaceRows.now(connection));
      CallRows.insertNotes(connection, List.of(note));
    }
  }

  private static RoutingNote note(Place place, UUID task, Instant at) {
    Ranking ranking = place.ranking();
    boolean first = ranking.order().get(0).equals(place.agent());
    return new RoutingNote(
        at,
        task,
        null,
        RoutingNote.Kind.AGENT,
        place.agent(),
        place.scored() ? RoutingNote.By.SCORE : RoutingNote.By.RULE,
        null,
        first
            ? ranking.reason()
            : "Those before it in the order of %s were being given other tasks."
                .formatted(place.scored() ? "fitness" : "turns"),
        ranking.candidates());
  }

  private Optional<Place> takeFree(Connection connection, Wish wish, List<AgentEntry> fitting)
      throws SQLException {
    Map<String, Integer> capacities = new LinkedHashMap<>();
    fitting.forEach(entry -> capacities.put(entry.name(), entry.definition().capacity()));
    List<String> names = List.copyOf(capacities.keySet());
    List<String> free =
        PlaceRows.free(
            connection,
            names,
            new ArrayList<>(capacities.values()),
            wish.fittest() ? MOST_RANKED : GUESSES);
    if (free.isEmpty()) {
      return Optional.empty();
    }
    Ranking inTurn = free.size() == 1 ? null : Placement.inTurn(free);
    Ranking ranking = wish.fittest() ? rank(free) : inTurn;
    for (String name : ranking == null ? free : ranking.order()) {
      if (PlaceRows.tryLock(connection, name) && hasRoom(connection, name, capacities.get(name))) {
        PlaceRows.touch(connection, name);
        return Optional.of(new Place(name, ranking, wish.fittest()));
      }
    }
    return Optional.empty();
  }

  /** Asked under the lock: whoever gave a place before has committed, so it is counted. */
  private static boolean hasRoom(Connection connection, String agent, Integer capacity)
      throws SQLException {
    return capacity == null
        || PlaceRows.taken(connection, List.of(agent)).getOrDefault(agent, 0) < capacity;
  }
}
