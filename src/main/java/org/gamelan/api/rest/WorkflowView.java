package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.workflow.Edge;
import org.gamelan.workflow.PipelineDefinition;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.WorkflowBundle;

/** A workflow as it is shown. */
@Schema(name = "Workflow")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record WorkflowView(
    UUID id,
    String name,
    int version,
    String start,
    List<String> end,
    List<Edge> edges,
    Map<String, StageDefinition> stages,
    List<String> pipelines) {

  static WorkflowView of(WorkflowBundle bundle) {
    String name = bundle.workflow().name();
    return new WorkflowView(
        StableIds.of(Names.WORKFLOW, name),
        name,
        bundle.workflow().version(),
        bundle.workflow().start(),
        bundle.workflow().end(),
        bundle.workflow().edges(),
        bundle.stages(),
        bundle.pipelines().stream().map(PipelineDefinition::name).toList());
  }
}
