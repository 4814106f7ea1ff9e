package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.failure.FailureSignature;
import org.gamelan.json.Json;
import org.gamelan.json.RepairRung;
import org.gamelan.workflow.StageKind;

/**
 * A finished stage run as it was stored, with all that a replay needs of it.
 *
 * @param id its id
 * @param name the stage
 * @param kind what the stage did
 * @param status how it ended
 * @param attempt from 1
 * @param round from 1
 * @param branch its branch; empty on the main line
 * @param model the alias that answered, or null
 * @param output what it answered, or null
 * @param rawOutput a model's last text as it came, or null
 * @param repairs the rungs climbed to make it fit
 * @param failure why it failed, or null
 * @param way where the run went from it, or null where there was no choice
 * @param startedAt when work on it began, or null
 * @param finishedAt when it ended, or null
 * @param copied whether it was taken over from the task this one was forked from
 */
public record RecordedRun(
    UUID id,
    String name,
    StageKind kind,
    StageStatus status,
    int attempt,
    int round,
    String branch,
    String model,
    JsonNode output,
    String rawOutput,
    List<RepairRung> repairs,
    FailureSignature failure,
    Way way,
    Instant startedAt,
    Instant finishedAt,
    boolean copied) {

  /** Whether it came to an end of its own; a retry may have set it aside later. */
  boolean hasEnded() {
    return status == StageStatus.SUCCEEDED || status == StageStatus.FAILED || wasSetAside();
  }

  /** Whether it had succeeded before a retry from an earlier stage on made it void. */
  boolean wasSetAside() {
    return status == StageStatus.SKIPPED && output != null;
  }

  /** How it ended by itself. */
  StageStatus end() {
    return wasSetAside() ? StageStatus.SUCCEEDED : status;
  }

  /** As those that follow see it. */
  Finished finished(StageStatus as) {
    return new Finished(
        name,
        branch,
        round,
        as,
        output,
        way,
        failure == null ? null : Json.tree(failure),
        startedAt,
        finishedAt);
  }

  StageRun run(UUID task) {
    Instant began = startedAt == null ? Instant.EPOCH : startedAt;
    return new StageRun(
        id, id, task, name, kind, attempt, round, Branch.orNull(branch), 0, 1, began, true);
  }
}
