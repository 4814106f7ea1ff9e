package org.gamelan.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.AgentEntry;
import org.gamelan.agent.AgentScores.Ranking;
import org.gamelan.provider.RoutingNote;

/**
 * Who is given which task, while nobody else gives places of the same agents: of those that fit and
 * have room, the one that was given a task longest ago. Not thread safe.
 */
final class Placement {
  private static final int MOST_TOLD = 20;
  private static final Comparator<Instant> NEVER_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final Map<Wish, List<AgentDefinition>> fitting = new LinkedHashMap<>();
  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Instant> given = new HashMap<>();
  private final Function<List<String>, Ranking> ranker;
  private Instant clock;
  private Ranking ranking;

  /**
   * @param wishes what the tasks want
   * @param candidates the agents that fit a wish
   */
  Placement(Collection<Wish> wishes, Function<Wish, List<AgentEntry>> candidates) {
    this(wishes, candidates, names -> new Ranking(names, "", List.of(), false));
  }

  /**
   * @param wishes what the tasks want
   * @param candidates the agents that fit a wish
   * @param ranker puts agents in order, the fittest first, for tasks that want it so
   */
  Placement(
      Collection<Wish> wishes,
      Function<Wish, List<AgentEntry>> candidates,
      Function<List<String>, Ranking> ranker) {
    this.ranker = ranker;
    for (Wish wish : wishes) {
      fitting.put(wish, candidates.apply(wish).stream().map(AgentEntry::definition).toList());
    }
  }

  /** The names of all agents that may get a task. */
  Set<String> agents() {
    return names(false);
  }

  /** The names of those whose tasks have to be counted. */
  Set<String> limited() {
    return names(true);
  }

  private Set<String> names(boolean limited) {
    Set<String> names = new TreeSet<>();
    for (List<AgentDefinition> agents : fitting.values()) {
      agents.stream()
          .filter(agent -> !limited || agent.capacity() != null)
          .map(AgentDefinition::name)
          .forEach(names::add);
    }
    return names;
  }

  /**
   * Takes in what the database says.
   *
   * @param places when each agent was given its last task
   * @param counts how many tasks each has in hand; none is left out
   * @param now the database's time
   */
  void know(Map<String, Instant> places, Map<String, Integer> counts, Instant now) {
    given.putAll(places);
    taken.putAll(counts);
    clock = now;
  }

  /** For how many tasks of each wish there is room, at most {@code most} each; none without any. */
  Map<Wish, Integer> rooms(int most) {
    Map<Wish, Integer> rooms = new LinkedHashMap<>();
    fitting.forEach(
        (wish, agents) -> {
          long room = agents.stream().mapToLong(agent -> Math.min(room(agent), most)).sum();
          if (room > 0) {
            rooms.put(wish, (int) Math.min(room, most));
          }
        });
    return rooms;
  }

  private int room(AgentDefinition agent) {
    return agent.capacity() == null
        ? Integer.MAX_VALUE
        : agent.capacity() - taken.getOrDefault(agent.name(), 0);
  }

  /** The agent that a task is given to, if one has room. */
  Optional<String> take(Wish wish) {
    List<String> free =
        fitting.getOrDefault(wish, List.of()).stream()
            .filter(agent -> room(agent) > 0)
            .map(AgentDefinition::name)
            .sorted(
                Comparator.<String, Instant>comparing(given::get, NEVER_FIRST)
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    ranking = ranking(wish, free);
    Optional<String> chosen = (ranking == null ? free : ranking.order()).stream().findFirst();
    chosen.ifPresent(
        agent -> {
          taken.merge(agent, 1, Integer::sum);
          clock = clock.plusNanos(1_000);
          given.put(agent, clock);
        });
    return chosen;
  }

  private Ranking ranking(Wish wish, List<String> free) {
    if (wish.fittest() && !free.isEmpty()) {
      return ranker.apply(free);
    }
    return free.size() > 1 ? inTurn(free) : null;
  }

  /**
   * The order of agents of which each is given a task in turn.
   *
   * @param free those that fit and have room, the one that was given a task longest ago first
   */
  static Ranking inTurn(List<String> free) {
    List<RoutingNote.Candidate> candidates = new ArrayList<>();
    for (String agent : free.subList(0, Math.min(MOST_TOLD, free.size()))) {
      String reason = candidates.isEmpty() ? "it was its turn" : "was given a task more recently";
      candidates.add(new RoutingNote.Candidate(agent, reason));
    }
    return new Ranking(
        free,
        "Of the agents that fit and had room, it was given a task longest ago.",
        candidates,
        false);
  }

  /** Why the agent taken last was; nothing where there was no other. */
  Optional<Ranking> ranking() {
    return Optional.ofNullable(ranking);
  }

  /** When an agent was given its last task, those of this placement included. */
  Instant givenAt(String agent) {
    return given.get(agent);
  }
}
