package org.gamelan.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.FoundAgent;
import org.gamelan.manifest.Position;
import org.gamelan.manifest.Problems;
import org.gamelan.manifest.Rule;

/**
 * Puts together what was found of agents. What an operator writes stands in front of what is built
 * in; of two that an operator wrote under one name the first holds, and the second is a problem.
 */
final class FoundAgents {
  private final Problems problems;
  private final Map<String, FoundAgent> agents = new LinkedHashMap<>();

  FoundAgents(Problems problems) {
    this.problems = problems;
  }

  void addBuiltIn(AgentDefinition agent) {
    FoundAgent found = FoundAgent.alone(agent, true);
    agents.merge(agent.name(), found, (behind, front) -> front.over(behind));
  }

  /** Whether no other agent of the operator has this name. */
  boolean isFree(String name) {
    return !isOfOperator(name);
  }

  /** Takes one of the operator's; tells whether its name was free. */
  boolean add(AgentDefinition agent) {
    FoundAgent found = FoundAgent.alone(agent, false);
    FoundAgent before = agents.get(agent.name());
    if (before != null && !before.builtIn()) {
      Place place = Place.of(agent.origin());
      problems.error(
          place.file(),
          place.position(),
          Rule.DUPLICATE,
          "'" + agent.name() + "' is defined in " + before.definition().origin() + " as well",
          "rename one of them");
      return false;
    }
    agents.put(agent.name(), before == null ? found : found.over(before));
    return true;
  }

  /**
   * Ends circles of fallbacks through several files; those within one were found when it was read.
   * Who closed a circle keeps the last good version; where nobody has one, all of it is taken out.
   *
   * @param others agents from elsewhere that a fallback may lead through
   * @param before what was in force, by name
   */
  void breakCircles(Map<String, AgentDefinition> others, Map<String, FoundAgent> before) {
    Set<String> done = new LinkedHashSet<>();
    for (String start : List.copyOf(agents.keySet())) {
      List<String> circle = circle(start, others, done);
      while (!circle.isEmpty()) {
        if (!takeBack(circle, before)) {
          takeOut(circle);
        }
        circle = circle(start, others, done);
      }
    }
  }

  /** The circle that fallbacks lead into from here; empty, and all on the way done, if none. */
  private List<String> circle(String start, Map<String, AgentDefinition> others, Set<String> done) {
    Set<String> way = new LinkedHashSet<>();
    String at = start;
    while (at != null && !done.contains(at) && way.add(at)) {
      at = fallback(at, others);
    }
    if (at != null && way.contains(at)) {
      List<String> all = new ArrayList<>(way);
      List<String> circle = all.subList(all.indexOf(at), all.size());
      if (circle.stream().anyMatch(this::isOfOperator)) {
        return List.copyOf(circle);
      }
    }
    done.addAll(way);
    return List.of();
  }

  private boolean isOfOperator(String name) {
    FoundAgent agent = agents.get(name);
    return agent != null && !agent.builtIn();
  }

  /** Tells which of the operator's agents stand behind those that administrators made. */
  void tellHidden(Map<String, AgentDefinition> ofAdmins) {
    for (FoundAgent agent : agents.values()) {
      if (!agent.builtIn() && ofAdmins.containsKey(agent.definition().name())) {
        Place place = Place.of(agent.definition().origin());
        problems.warning(
            place.file(),
            place.position(),
            Rule.DUPLICATE,
            "'"
                + agent.definition().name()
                + "' is not in force: an administrator made an agent of this name",
            "rename one of them, or remove the administrator's");
      }
    }
  }

  private String fallback(String name, Map<String, AgentDefinition> others) {
    AgentDefinition agent = others.get(name);
    if (agent == null) {
      agent = agents.containsKey(name) ? agents.get(name).definition() : null;
    }
    return agent == null ? null : agent.fallback();
  }

  /** Puts the last good version of those that closed a circle in their place; tells if any did. */
  private boolean takeBack(List<String> circle, Map<String, FoundAgent> before) {
    boolean any = false;
    for (String name : circle) {
      FoundAgent now = agents.get(name);
      FoundAgent good = before.get(name);
      if (isOfOperator(name) && good != null && isOtherwise(good, now)) {
        tellCircle(now, circle);
        agents.put(name, new FoundAgent(good.definition(), false, now.shadows()));
        any = true;
      }
    }
    return any;
  }

  /** Whether an agent of the same file had another fallback. */
  private static boolean isOtherwise(FoundAgent good, FoundAgent now) {
    String file = Place.of(now.definition().origin()).file();
    return Place.of(good.definition().origin()).file().equals(file)
        && !Objects.equals(good.definition().fallback(), now.definition().fallback());
  }

  private void takeOut(List<String> circle) {
    for (String name : circle) {
      if (isOfOperator(name)) {
        tellCircle(agents.remove(name), circle);
      }
    }
  }

  private void tellCircle(FoundAgent agent, List<String> circle) {
    Place place = Place.of(agent.definition().origin());
    problems.error(
        place.file(),
        place.position(),
        Rule.FALLBACK_CYCLE,
        "Fallbacks go round: " + String.join(" -> ", circle) + " -> " + circle.get(0),
        "let one of them have no fallback");
  }

  Collection<FoundAgent> all() {
    return agents.values();
  }

  /**
   * A place as an origin writes it: {@code file:line}, or a file alone.
   *
   * @param file the file
   * @param position the beginning of the line
   */
  record Place(String file, Position position) {
    static Place of(String origin) {
      int colon = origin.lastIndexOf(':');
      String line = origin.substring(colon + 1);
      return colon > 0 && line.matches("[0-9]{1,9}")
          ? new Place(origin.substring(0, colon), new Position(Integer.parseInt(line), 1))
          : new Place(origin, Position.START);
    }
  }
}
