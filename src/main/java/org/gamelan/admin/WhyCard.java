package org.gamelan.admin;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.gamelan.engine.StageStatus;
import org.gamelan.failure.FailureSignature;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;

/**
 * Why a task stands where it stands: one sentence, what more there is to say, and the one thing
 * that can safely be done about it.
 *
 * @param sentence complete, for a person
 * @param detail more to know, may be empty
 * @param act what can be done
 */
public record WhyCard(String sentence, String detail, Act act) {

  /** What a person can safely do; everything else is up to the server. */
  public enum Act {
    NONE,
    RESUME,
    RETRY
  }

  /**
   * Explains a task.
   *
   * @param stages its stage runs
   * @param planned how many stages its workflow has
   */
  static WhyCard of(Task task, List<Stage> stages, int planned) {
    return switch (task.status()) {
      case PENDING ->
          new WhyCard(
              "Waits for an agent that is free and fits.", orEmpty(task.reason()), Act.NONE);
      case QUEUED ->
          new WhyCard(
              "Waits for its turn: no node has had room for it yet.", waits(stages), Act.NONE);
      case RUNNING -> running(stages, planned);
      case WAITING -> waiting(task, stages);
      case PAUSED ->
          new WhyCard(
              "Stands still until somebody resumes it.", orEmpty(task.reason()), Act.RESUME);
      case SUCCEEDED -> succeeded(task, stages);
      case FAILED -> failed(task);
      case CANCELLED ->
          new WhyCard("Was stopped for good and will not go on.", orEmpty(task.reason()), Act.NONE);
    };
  }

  private static WhyCard running(List<Stage> stages, int planned) {
    List<Stage> working = with(stages, StageStatus.RUNNING);
    if (working.isEmpty()) {
      String waits = waits(stages);
      return new WhyCard(
          waits.isEmpty() ? "Is between two stages." : waits,
          "Done so far: " + done(stages) + " of " + planned + " stages.",
          Act.NONE);
    }
    String names = working.stream().map(WhyCard::work).collect(Collectors.joining(", "));
    String progress = "Done so far: " + done(stages) + " of " + planned + " stages.";
    return new WhyCard("Works on " + names + ".", progress, Act.NONE);
  }

  private static String work(Stage stage) {
    String name = stage.name();
    if (stage.waitingFor() != null) {
      return name + ", which waits for " + stage.waitingFor();
    }
    String worker = stage.agent() == null ? name : name + " (" + stage.agent() + ")";
    return stage.attempt() == 1 ? worker : worker + ", attempt " + stage.attempt();
  }

  private static WhyCard waiting(Task task, List<Stage> stages) {
    List<Stage> unknown = with(stages, StageStatus.INDETERMINATE);
    if (!unknown.isEmpty()) {
      return new WhyCard(
          "Stage "
              + unknown.get(0).name()
              + " may or may not have had an effect outside; somebody has to decide.",
          orEmpty(task.reason()),
          Act.NONE);
    }
    String waits = waits(stages);
    return waits.isEmpty()
        ? new WhyCard(task.reason() == null ? "Waits." : sentence(task.reason()), "", Act.NONE)
        : new WhyCard(waits, orEmpty(task.reason()), Act.NONE);
  }

  private static WhyCard succeeded(Task task, List<Stage> stages) {
    long runs = stages.stream().filter(stage -> stage.startedAt() != null).count();
    String time =
        task.finishedAt() == null
            ? ""
            : " in " + Figures.duration(Duration.between(task.createdAt(), task.finishedAt()));
    long repeated = stages.stream().filter(stage -> stage.attempt() > 1).count();
    return new WhyCard(
        "Finished" + time + ": " + Figures.counted(done(stages), "stage") + " succeeded.",
        repeated == 0 ? "" : Figures.counted(runs, "stage run") + ", retries included.",
        Act.NONE);
  }

  private static WhyCard failed(Task task) {
    FailureSignature failure = task.failure();
    if (failure == null) {
      return new WhyCard(
          task.reason() == null ? "Failed." : sentence("Failed: " + task.reason()), "", Act.RETRY);
    }
    String where = failure.stage() == null ? "Failed: " : "Failed at " + failure.stage() + ": ";
    return new WhyCard(sentence(where + failure.message()), advice(failure), Act.RETRY);
  }

  private static String advice(FailureSignature failure) {
    return switch (failure.kind()) {
      case TIMEOUT, RATE_LIMIT, SERVER_ERROR, NETWORK ->
          "This usually passes. A retry goes on with the failed stage; what is done stays done.";
      case AUTH -> "The provider did not accept the credentials. Correct them, then retry.";
      case BUDGET -> "The budget is spent. Raise it, then retry.";
      case INVALID_INPUT -> "The input does not fit. Start a new task with another input.";
      case INVALID_OUTPUT ->
          "The model's answer did not fit the schema. A retry asks again; a stronger model may"
              + " help.";
      case NOT_PERMITTED -> "The security policy refused it.";
      default -> "A retry goes on with the failed stage; what is done stays done.";
    };
  }

  private static String waits(List<Stage> stages) {
    return stages.stream()
        .filter(
            stage ->
                stage.waitingFor() != null
                    && (stage.status() == StageStatus.WAITING
                        || stage.status() == StageStatus.READY))
        .map(stage -> stage.name() + " waits for " + stage.waitingFor() + ".")
        .collect(Collectors.joining(" "));
  }

  private static long done(List<Stage> stages) {
    return with(stages, StageStatus.SUCCEEDED).stream().map(Stage::name).distinct().count();
  }

  private static List<Stage> with(List<Stage> stages, StageStatus status) {
    return stages.stream().filter(stage -> stage.status() == status).toList();
  }

  private static String sentence(String text) {
    String stripped = text.strip();
    return stripped.endsWith(".") || stripped.endsWith("!") || stripped.endsWith("?")
        ? stripped
        : stripped + ".";
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
