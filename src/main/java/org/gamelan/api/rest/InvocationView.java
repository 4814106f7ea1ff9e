package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.task.Invocations;

/** What came of a call of a tool. */
@Schema(name = "Invocation")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record InvocationView(
    String tool,
    @Schema(description = "`succeeded` or `failed`", example = "succeeded") String status,
    @Schema(description = "What it answered; null when it failed", nullable = true) JsonNode output,
    @Schema(description = "Why it failed; null when it succeeded", nullable = true) Failed failure,
    @Schema(example = "12") long durationMs) {

  /** Why a call failed. */
  @Schema(name = "InvocationFailure")
  public record Failed(@Schema(example = "tool") String kind, String message) {}

  static InvocationView of(String tool, Invocations.Result result) {
    boolean failed = result.kind() != null;
    return new InvocationView(
        tool,
        failed ? "failed" : "succeeded",
        result.output(),
        failed ? new Failed(result.kind().id(), result.message()) : null,
        result.duration().toMillis());
  }
}
