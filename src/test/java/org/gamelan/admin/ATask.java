package org.gamelan.admin;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;
import org.gamelan.provider.TokenUsage;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;
import org.gamelan.workflow.StageKind;

/** Tasks and stage runs for tests, all created at one instant. */
final class ATask {
  static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

  private ATask() {}

  static Task in(TaskStatus status) {
    return in(status, null, null);
  }

  static Task in(TaskStatus status, String reason, FailureSignature failure) {
    return new Task(
        new UUID(1, 1),
        "A task",
        "",
        null,
        5,
        5,
        List.of(),
        null,
        null,
        "plan",
        "plan",
        1,
        null,
        status,
        reason,
        failure,
        "ann",
        CREATED,
        CREATED,
        status.isFinished() ? CREATED.plusSeconds(10) : null,
        1,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static FailureSignature failure(FailureKind kind) {
    return new FailureSignature(
        kind,
        "planning",
        "planner",
        null,
        "default",
        3,
        "The model did not answer",
        List.of(),
        "f");
  }

  static Stage stage(String name, StageStatus status, int attempt) {
    return stage(name, status, attempt, CREATED, null);
  }

  static Stage stage(
      String name, StageStatus status, int attempt, Instant startedAt, String waitingFor) {
    boolean ended = status == StageStatus.SUCCEEDED || status == StageStatus.FAILED;
    return new Stage(
        UUID.nameUUIDFromBytes((name + attempt).getBytes(StandardCharsets.UTF_8)),
        name,
        StageKind.AGENT,
        status,
        attempt,
        1,
        null,
        "planner",
        "default",
        waitingFor,
        null,
        null,
        null,
        List.of(),
        null,
        startedAt,
        ended && startedAt != null ? startedAt.plusSeconds(5) : null,
        TokenUsage.NONE,
        null,
        null,
        null,
        null);
  }
}
