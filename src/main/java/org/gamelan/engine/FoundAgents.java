package org.gamelan.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
   * Takes agents out whose fallbacks go round through several files; circles within one were found
   * when it was read.
   *
   * @param others agents from elsewhere that a fallback may lead through
   */
  void breakCircles(Map<String, AgentDefinition> others) {
    Set<String> done = new LinkedHashSet<>();
    for (String start : List.copyOf(agents.keySet())) {
      Set<String> way = new LinkedHashSet<>();
      String at = start;
      while (at != null && !done.contains(at) && way.add(at)) {
        at = fallback(at, others);
      }
      if (at != null && way.contains(at)) {
        List<String> circle = new ArrayList<>(way);
        takeOut(circle.subList(circle.indexOf(at), circle.size()));
      }
      done.addAll(way);
    }
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

  private void takeOut(List<String> circle) {
    String path = String.join(" -> ", circle) + " -> " + circle.get(0);
    for (String name : List.copyOf(circle)) {
      FoundAgent agent = agents.get(name);
      if (agent != null && !agent.builtIn()) {
        Place place = Place.of(agent.definition().origin());
        problems.error(
            place.file(),
            place.position(),
            Rule.FALLBACK_CYCLE,
            "Fallbacks go round: " + path,
            "let one of them have no fallback");
        agents.remove(name);
      }
    }
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
