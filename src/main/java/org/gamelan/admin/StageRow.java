package org.gamelan.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;

/**
 * One line of the table of stages, with its bar in the time line.
 *
 * @param stage the stage run
 * @param left where its bar begins, in per cent of the task's time
 * @param width how long its bar is, in per cent of the task's time
 */
public record StageRow(Stage stage, double left, double width) {
  private static final double NARROWEST = 0.6;

  /** The lines of a task, those that have begun first; times run from its creation to its end. */
  static List<StageRow> of(Task task, List<Stage> stages, Instant now) {
    long from = task.createdAt().toEpochMilli();
    Instant end = task.finishedAt() == null ? now : task.finishedAt();
    long whole = Math.max(1, end.toEpochMilli() - from);
    List<StageRow> rows = new ArrayList<>();
    for (Stage stage : stages) {
      if (stage.startedAt() == null) {
        rows.add(new StageRow(stage, 0, 0));
        continue;
      }
      Instant until = stage.finishedAt() == null ? end : stage.finishedAt();
      double left = percent(stage.startedAt().toEpochMilli() - from, whole);
      double width =
          percent(Math.max(0, until.toEpochMilli() - stage.startedAt().toEpochMilli()), whole);
      rows.add(new StageRow(stage, Math.min(left, 100 - NARROWEST), Math.max(NARROWEST, width)));
    }
    return rows;
  }

  private static double percent(long part, long whole) {
    return Math.max(0, Math.min(100, 100.0 * part / whole));
  }

  /** The bar's place, as a style. */
  public String bar() {
    double fitting = Math.min(width, 100 - left);
    return String.format(Locale.ROOT, "left:%.2f%%;width:%.2f%%", left, fitting);
  }

  public boolean isBegun() {
    return stage.startedAt() != null;
  }

  /** Whether its time is still running. */
  public boolean isOpen() {
    return stage.startedAt() != null && stage.finishedAt() == null;
  }

  /** How long it took, empty while it has not ended. */
  public String duration() {
    return stage.durationMs() == null
        ? ""
        : Figures.duration(Duration.ofMillis(stage.durationMs()));
  }

  /** Tokens read and written, empty when no model was asked. */
  public String tokens() {
    return stage.tokens() == null || stage.tokens().input() + stage.tokens().output() == 0
        ? ""
        : Figures.count(stage.tokens().input()) + " + " + Figures.count(stage.tokens().output());
  }
}
