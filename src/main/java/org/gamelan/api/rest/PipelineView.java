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
    @Schema(example = "basic-llm-agent") String name,
    @Schema(example = "basic-llm-agent") String workflow,
    @Schema(example = "user_input") String start,
    @Schema(description = "The stages that end a run.") List<String> end,
    @Schema(description = "The agents it may use; empty for all.") List<String> agents,
    @Schema(description = "When the router may choose it.", nullable = true) String select,
    @Schema(description = "The highest wins.") int priority,
    @Schema(description = "Whether it is taken when nothing is named or selected.")
        @JsonProperty("default")
        boolean isDefault) {

  static PipelineView of(PipelineDefinition pipeline) {
    return new PipelineView(
        StableIds.of(Names.PIPELINE, pipeline.name()),
        pipeline.name(),
        pipeline.workflow(),
        pipeline.start(),
        pipeline.end(),
        pipeline.agents(),
        pipeline.select(),
        pipeline.priority(),
        pipeline.isDefault());
  }
}
