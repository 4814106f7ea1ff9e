package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.workflow.PipelineDefinition;

/** A pipeline as it is shown. */
@Schema(name = "Pipeline")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PipelineView(
    UUID id,
    String name,
    String description,
    String workflow,
    String start,
    List<String> end,
    List<String> agents,
    String select,
    int priority,
    @JsonProperty("default") boolean isDefault) {

  static PipelineView of(PipelineDefinition pipeline) {
    return new PipelineView(
        StableIds.of(Names.PIPELINE, pipeline.name()),
        pipeline.name(),
        pipeline.description(),
        pipeline.workflow(),
        pipeline.start(),
        pipeline.end(),
        pipeline.agents(),
        pipeline.select(),
        pipeline.priority(),
        pipeline.isDefault());
  }
}
