package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.gamelan.json.Json;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolEffect;
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
    ToolContext context =
        new ToolContext(
            work.run().task(), work.run().id(), null, work.state().task().source(), work.timeout());
    ToolEffect effect =
        tools.find(name).map(tool -> tool.definition().effect()).orElse(ToolEffect.NONE);
    if (effect != ToolEffect.EXTERNAL) {
      return StageOutcome.succeeded(tools.call(name, arguments, context));
    }
    Optional<JsonNode> earlier = work.journal().finished(0);
    if (earlier.isPresent()) {
      return StageOutcome.succeeded(earlier.get());
    }
    work.journal().starting(0, name, effect);
    JsonNode answer = tools.call(name, arguments, context);
    work.journal().finished(0, name, answer);
    return StageOutcome.succeeded(answer);
  }
}
