package org.gamelan.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gamelan.admin.WhyCard.Act;
import org.gamelan.engine.StageStatus;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.FailureKind;
import org.gamelan.task.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WhyCardTest {
  private static final Stage DONE = ATask.stage("user_input", StageStatus.SUCCEEDED, 1);

  @Test
  void aRunningTaskNamesTheStageAndWhoWorksOnIt() {
    List<Stage> stages = List.of(DONE, ATask.stage("planning", StageStatus.RUNNING, 2));

    WhyCard why = WhyCard.of(ATask.in(TaskStatus.RUNNING), stages, 8);

    assertThat(why.sentence()).isEqualTo("Works on planning (planner), attempt 2.");
    assertThat(why.detail()).isEqualTo("Done so far: 1 of 8 stages.");
    assertThat(why.act()).isEqualTo(Act.NONE);
  }

  @Test
  void aWaitingTaskNamesWhatItWaitsFor() {
    Stage waiting =
        ATask.stage("planning", StageStatus.WAITING, 1, ATask.CREATED, "the limit of openai");

    WhyCard why = WhyCard.of(ATask.in(TaskStatus.WAITING), List.of(DONE, waiting), 8);

    assertThat(why.sentence()).isEqualTo("planning waits for the limit of openai.");
  }

  @Test
  void anEffectOfUnknownOutcomeAsksForADecision() {
    List<Stage> stages = List.of(ATask.stage("mail", StageStatus.INDETERMINATE, 1));

    assertThat(WhyCard.of(ATask.in(TaskStatus.WAITING), stages, 2).sentence())
        .contains("mail", "somebody has to decide");
  }

  @Test
  void aFailedTaskSaysWhereWhyAndThatItCanBeRetried() {
    WhyCard why =
        WhyCard.of(
            ATask.in(TaskStatus.FAILED, "reason", ATask.failure(FailureKind.TIMEOUT)),
            List.of(DONE),
            8);

    assertThat(why.sentence()).isEqualTo("Failed at planning: The model did not answer.");
    assertThat(why.detail()).contains("passes");
    assertThat(why.act()).isEqualTo(Act.RETRY);
  }

  @Test
  void aPausedTaskCanBeResumed() {
    assertThat(WhyCard.of(ATask.in(TaskStatus.PAUSED, "Paused by ann", null), List.of(), 8))
        .isEqualTo(
            new WhyCard("Stands still until somebody resumes it.", "Paused by ann", Act.RESUME));
  }

  @Test
  void aFinishedTaskSaysHowLongItTookAndWhatWasTriedAgain() {
    List<Stage> stages =
        List.of(
            DONE,
            ATask.stage("planning", StageStatus.FAILED, 1),
            ATask.stage("planning", StageStatus.SUCCEEDED, 2));

    WhyCard why = WhyCard.of(ATask.in(TaskStatus.SUCCEEDED), stages, 2);

    assertThat(why.sentence()).isEqualTo("Finished in 10 s: 2 stages succeeded.");
    assertThat(why.detail()).isEqualTo("3 stage runs, retries included.");
  }

  @ParameterizedTest
  @EnumSource(TaskStatus.class)
  void everyStateHasACompleteSentence(TaskStatus status) {
    assertThat(WhyCard.of(ATask.in(status), List.of(), 8).sentence()).endsWith(".");
    assertThat(WhyCard.of(ATask.in(status, "because", null), List.of(), 8).sentence()).isNotBlank();
  }

  @ParameterizedTest
  @EnumSource(FailureKind.class)
  void everyKindOfFailureHasAdvice(FailureKind kind) {
    assertThat(
            WhyCard.of(ATask.in(TaskStatus.FAILED, null, ATask.failure(kind)), List.of(), 8)
                .detail())
        .isNotBlank();
  }
}
