package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.tool.ToolSite;
import org.gamelan.tool.Tools;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.StageKind;

/** Stages that call one tool. */
@ApplicationScoped
class ToolStages implements StageRunner {
  private final Tools tools;

  protected ToolStages() {
    this(null);
  }

  @Inject
  ToolStages(Tools tools) {
    this.tools = tools;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.TOOL);
  }

  @Override
  public StageOutcome run(StageWork work) {
    String name = work.stage().tool();
    JsonNode arguments =
        work.stage().with() == null
            ? Json.object()
            : Expressions.interpolate(work.stage().with(), work.variables());
    ToolEffect effect = tools.find(name).map(ToolDefinition::effect).orElse(ToolEffect.NONE);
    boolean journaled = effect == ToolEffect.EXTERNAL;
    Optional<JsonNode> earlier = journaled ? work.journal().finished(0) : Optional.empty();
    if (earlier.isPresent()) {
      return StageOutcome.succeeded(earlier.get());
    }
    JsonNode answer = tools.call(name, arguments, context(work, name));
    if (journaled) {
      work.journal().finished(0, name, answer);
    }
    return StageOutcome.succeeded(answer);
  }

  private static ToolContext context(StageWork work, String tool) {
    String stage = work.run().name();
    return new ToolContext(
        work.run().task(),
        work.run().id(),
        null,
        work.state().task().source(),
        work.timeout(),
        new ToolSite(
            "stage:" + stage,
            stage,
            work.state().blueprint().layers(stage, null),
            work.journal().consent(0),
            effect -> work.journal().starting(0, tool, effect)));
  }
}
