package org.gamelan.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.failure.FailureSignature;

/**
 * Failures that are equal but for ids, times and numbers.
 *
 * @param fingerprint what they share
 * @param count how many stage runs failed like this
 * @param tasks in how many tasks
 * @param first when the first of them failed
 * @param last when the latest failed
 * @param example the latest of them
 * @param task the task of the latest
 * @param stageRun the stage run of the latest
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record FailureGroup(
    String fingerprint,
    long count,
    long tasks,
    Instant first,
    Instant last,
    FailureSignature example,
    UUID task,
    UUID stageRun) {

  /**
   * The failures of one task, the latest group first.
   *
   * @param stages its stage runs
   */
  public static List<FailureGroup> of(UUID task, List<Stage> stages) {
    Map<String, List<Stage>> failed = new LinkedHashMap<>();
    stages.stream()
        .filter(stage -> stage.failure() != null && stage.finishedAt() != null)
        .sorted(Comparator.comparing(Stage::finishedAt))
        .forEach(
            stage ->
                failed
                    .computeIfAbsent(stage.failure().fingerprint(), key -> new ArrayList<>())
                    .add(stage));
    return failed.entrySet().stream()
        .map(entry -> of(task, entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparing(FailureGroup::last).reversed())
        .toList();
  }

  private static FailureGroup of(UUID task, String fingerprint, List<Stage> runs) {
    Stage last = runs.get(runs.size() - 1);
    return new FailureGroup(
        fingerprint,
        runs.size(),
        1,
        runs.get(0).finishedAt(),
        last.finishedAt(),
        last.failure(),
        task,
        last.id());
  }
}
