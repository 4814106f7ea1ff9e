package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.StageStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;
import org.gamelan.task.Stage;
import org.gamelan.workflow.StageKind;

/** One attempt of one stage as it is shown. */
@Schema(name = "Stage")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StageView(
    UUID id,
    @Schema(example = "interpretation") String name,
    @Schema(example = "agent") StageKind kind,
    @Schema(example = "succeeded") StageStatus status,
    @Schema(description = "From 1; a retry is the next attempt.") int attempt,
    @Schema(description = "From 1; a revision is the next round.") int round,
    @Schema(nullable = true) String branch,
    @Schema(nullable = true, example = "interpreter") String agent,
    @Schema(nullable = true, example = "default") String model,
    @Schema(description = "What it waits for.", nullable = true) String waitingFor,
    @Schema(nullable = true) JsonNode input,
    @Schema(nullable = true) JsonNode output,
    @Schema(description = "A model's text as it came.", nullable = true) String rawOutput,
    @Schema(description = "What was done to make the answer fit.") List<RepairRung> repairs,
    @Schema(nullable = true) FailureSignature failure,
    @Schema(nullable = true) Instant startedAt,
    @Schema(nullable = true) Instant finishedAt,
    @Schema(nullable = true) Long durationMs,
    TokenUsage tokens,
    @Schema(description = "Null where no price is known.", nullable = true) BigDecimal cost) {

  static StageView of(Stage stage) {
    return new StageView(
        stage.id(),
        stage.name(),
        stage.kind(),
        stage.status(),
        stage.attempt(),
        stage.round(),
        stage.branch(),
        stage.agent(),
        stage.model(),
        stage.waitingFor(),
        stage.input(),
        stage.output(),
        stage.rawOutput(),
        stage.repairs(),
        stage.failure(),
        stage.startedAt(),
        stage.finishedAt(),
        stage.durationMs(),
        stage.tokens(),
        stage.cost());
  }
}
