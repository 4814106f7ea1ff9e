package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.agent.ToolDoor;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/** Knows which effects outside may happen once more when a task is done again from a stage on. */
@ApplicationScoped
public class Effects {
  private static final int MOST = 100;

  private final ToolDoor tools;

  protected Effects() {
    this(null);
  }

  @Inject
  public Effects(ToolDoor tools) {
    this.tools = tools;
  }

  /** What may happen from a stage on, in the order of the graph; at most 100 are told. */
  public List<Effect> from(Blueprint blueprint, String stage) {
    List<Effect> effects = new ArrayList<>();
    for (String name : reached(blueprint, stage)) {
      StageDefinition definition = blueprint.stage(name);
      if (definition.kind() == StageKind.TOOL && isExternal(definition.tool())) {
        effects.add(new Effect(name, definition.tool(), null));
      }
      definition.agents().forEach(agent -> add(blueprint, name, agent, effects));
    }
    return effects.size() <= MOST ? effects : List.copyOf(effects.subList(0, MOST));
  }

  private void add(Blueprint blueprint, String stage, String agent, List<Effect> effects) {
    AgentDefinition definition = blueprint.agents().get(agent);
    if (definition != null) {
      definition.tools().stream()
          .filter(this::isExternal)
          .forEach(tool -> effects.add(new Effect(stage, tool, agent)));
    }
  }

  private boolean isExternal(String tool) {
    return tools.find(tool).filter(it -> it.effect() == ToolEffect.EXTERNAL).isPresent();
  }

  /** Every stage that may run from one on; a sub-workflow is left to the stage it stands in. */
  static Set<String> reached(Blueprint blueprint, String from) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(blueprint.entry(from)));
    while (!open.isEmpty()) {
      String stage = open.poll();
      if (!reached.add(stage)) {
        continue;
      }
      for (Edge edge : blueprint.workflow().from(stage)) {
        open.add(blueprint.entry(edge.to()));
      }
      String scope = Branch.scope(stage);
      if (!scope.isEmpty()) {
        open.add(scope.substring(0, scope.length() - 1));
      }
    }
    return reached;
  }
}
