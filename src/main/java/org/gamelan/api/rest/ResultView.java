package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.provider.TokenUsage;
import org.gamelan.task.TaskResult;

/** What came out of a task, as it is shown. */
@Schema(name = "Result")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ResultView(
    TaskStatus status,
    JsonNode output,
    List<JsonNode> artifacts,
    Usage usage,
    FailureSignature failure) {

  /** What it took. */
  @Schema(name = "ResultUsage")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Usage(TokenUsage tokens, BigDecimal cost) {}

  static ResultView of(TaskResult result) {
    return new ResultView(
        result.status(),
        result.output(),
        List.of(),
        new Usage(result.tokens(), result.cost()),
        result.failure());
  }
}
