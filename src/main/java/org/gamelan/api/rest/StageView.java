package org.gamelan.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.gamelan.engine.ContextTrace;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.Way;
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
    String name,
    StageKind kind,
    StageStatus status,
    int attempt,
    int round,
    String branch,
    String agent,
    String model,
    String waitingFor,
    JsonNode input,
    JsonNode output,
    String rawOutput,
    List<RepairRung> repairs,
    FailureSignature failure,
    Instant startedAt,
    Instant finishedAt,
    Long durationMs,
    TokenUsage tokens,
    BigDecimal cost,
    Way way,
    ContextTrace context,
    UUID copiedFrom) {

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
        stage.cost(),
        stage.way(),
        stage.context(),
        stage.copiedFrom());
  }
}
