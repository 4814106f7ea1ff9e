package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.gamelan.agent.InvalidOutputException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.provider.TokenUsage;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitteeStagesTest {
  private static final String VOTE =
      "{\"members\":[\"a\",\"b\",\"c\"],\"merge\":\"vote\",\"field\":\"ok\"}";
  private static final String YES = "{\"ok\":true,\"why\":\"one\"}";
  private static final String NO = "{\"ok\":false,\"why\":\"two\"}";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Teams team = new Teams();
  private final CommitteeStages stages =
      new CommitteeStages(team::answer, new Crew(threads), Teams.MESSAGES);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private JsonNode run(String settings) {
    return stages.run(team.work(StageKind.COMMITTEE, settings)).output();
  }

  @Test
  void mostVotesDecideAndDissentIsKept() {
    team.says("a", NO).says("b", YES).says("c", "{\"ok\":true,\"why\":\"three\"}");
    JsonNode output = run(VOTE);
    assertThat(output.path("answer").path("why").asText()).isEqualTo("one");
    assertThat(output.path("tie").asBoolean()).isFalse();
    assertThat(output.path("tally").get(0).path("members")).isEqualTo(Json.parse("[\"b\",\"c\"]"));
    assertThat(output.path("dissent")).hasSize(1);
    assertThat(output.path("dissent").get(0).path("member").asText()).isEqualTo("a");
    assertThat(output.path("answers")).hasSize(3);
  }

  @Test
  void whatEachMemberSaidIsKept() {
    team.says("a", NO).says("b", YES).says("c", YES);
    StageOutcome outcome = stages.run(team.work(StageKind.COMMITTEE, VOTE));
    JsonNode raw = Json.parse(outcome.rawOutput());
    assertThat(raw.findValuesAsText("agent")).containsExactly("a", "b", "c");
    assertThat(raw.get(0).path("raw").asText()).isEqualTo(NO);
    assertThat(raw.get(0).path("repairs").isArray()).isTrue();
    assertThat(outcome.tokens().input()).isEqualTo(30);
  }

  @Test
  void theWorkOfThoseWhoAnsweredOutlivesTheFailureOfTheOthers() {
    team.says("a", YES)
        .does("b", call -> failing(FailureKind.NETWORK))
        .does(
            "c",
            call -> {
              throw new InvalidOutputException(
                  "no", "{\"ok\":", List.of(), new TokenUsage(7, 2), "default");
            });
    StageWork work = team.work(StageKind.COMMITTEE, VOTE);
    assertThatThrownBy(() -> stages.run(work)).isInstanceOf(GamelanException.class);
    JsonNode raw = work.team().get().raw();
    assertThat(raw.findValuesAsText("agent")).containsExactly("a", "c");
    assertThat(raw.get(1).path("raw").asText()).isEqualTo("{\"ok\":");
    assertThat(work.team().get().tokens()).isEqualTo(new TokenUsage(17, 3));
  }

  private static JsonNode failing(FailureKind kind) {
    throw new GamelanException(kind, "as told");
  }

  @Test
  void membersAnswerAtTheSameTime() {
    CountDownLatch all = new CountDownLatch(3);
    for (String member : new String[] {"a", "b", "c"}) {
      team.does(
          member,
          call -> {
            all.countDown();
            assertThat(awaits(all)).as("the others are under way, too").isTrue();
            return Json.parse(YES);
          });
    }
    assertThat(run(VOTE).path("dissent")).isEmpty();
  }

  /** The others come to their ends first, so that none of them is torn from what it does. */
  @Test
  void aMemberThatNeedsAPersonLetsTheWholeStageWait() {
    ToolConsent.Question question =
        new ToolConsent.Question(
            new ToolDefinition("t", "", Json.object(), ToolEffect.NONE, Set.of()),
            Json.object(),
            PolicyDecision.noSuchTool("t"));
    team.says("a", YES).says("c", YES);
    team.does(
        "b",
        call -> {
          throw new ConsentNeededException(1_001, question);
        });
    assertThatThrownBy(() -> run(VOTE)).isInstanceOf(ConsentNeededException.class);
    team.says("b", YES);
    assertThat(run(VOTE).path("answers")).hasSize(3);
    assertThat(team.asked()).containsExactlyInAnyOrder("a", "b", "c", "b");
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTieIsToldAndGoesToTheMemberNamedFirst() {
    team.says("a", NO).says("b", YES);
    JsonNode output = run("{\"members\":[\"a\",\"b\"],\"field\":\"ok\"}");
    assertThat(output.path("tie").asBoolean()).isTrue();
    assertThat(output.path("answer")).isEqualTo(Json.parse(NO));
  }

  @Test
  void theJudgeDecidesATieAndIsNotAskedOtherwise() {
    team.says("a", NO).says("b", YES).says("c", YES).says("chair", "{\"member\":\"b\"}");
    JsonNode tied = run("{\"members\":[\"a\",\"b\"],\"field\":\"ok\",\"judge\":\"chair\"}");
    assertThat(tied.path("answer")).isEqualTo(Json.parse(YES));
    assertThat(team.messages().get(2)).contains("Answers of the members").contains("\"two\"");
    team.asked().clear();
    Teams clear = new Teams().says("a", YES).says("b", YES).says("chair", NO);
    new CommitteeStages(clear::answer, new Crew(threads), Teams.MESSAGES)
        .run(
            clear.work(
                StageKind.COMMITTEE,
                "{\"members\":[\"a\",\"b\"],\"field\":\"ok\",\"judge\":\"chair\"}"));
    assertThat(clear.asked()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void theJudgeSeesAllAndItsAnswerStands() {
    team.says("a", NO).says("b", YES).says("chair", "{\"ok\":true,\"why\":\"both\"}");
    JsonNode output =
        run("{\"members\":[\"a\",\"b\"],\"merge\":\"judge\",\"judge\":\"chair\",\"field\":\"ok\"}");
    assertThat(output.path("answer").path("why").asText()).isEqualTo("both");
    assertThat(output.path("dissent")).hasSize(1);
    assertThat(output.path("judgement").path("ok").asBoolean()).isTrue();
  }

  @Test
  void aUnionHoldsWhatAnybodySays() {
    team.says("a", "{\"found\":[\"x\",\"y\"],\"level\":1}")
        .says("b", "{\"found\":[\"y\",\"z\"],\"level\":2,\"more\":true}");
    JsonNode output = run("{\"members\":[\"a\",\"b\"],\"merge\":\"union\"}");
    assertThat(output.path("answer"))
        .isEqualTo(Json.parse("{\"found\":[\"x\",\"y\",\"z\"],\"level\":1,\"more\":true}"));
    assertThat(output.path("dissent").get(0).path("member").asText()).isEqualTo("b");
  }

  @Test
  void oneMemberMayFail() {
    team.says("a", YES).says("b", YES).does("c", call -> fail(FailureKind.NETWORK));
    JsonNode output = run(VOTE);
    assertThat(output.path("answer").path("ok").asBoolean()).isTrue();
    assertThat(output.path("failed").get(0).path("member").asText()).isEqualTo("c");
    assertThat(output.path("failed").get(0).path("kind").asText()).isEqualTo("network");
  }

  @Test
  void withoutMoreThanHalfOfThemItFails() {
    team.says("a", YES)
        .does("b", call -> fail(FailureKind.NETWORK))
        .does("c", call -> fail(FailureKind.TIMEOUT));
    assertThatThrownBy(() -> run(VOTE))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NETWORK));
  }

  @Test
  void aResumedStageAsksOnlyThoseWhoHadNotAnswered() {
    team.says("a", YES)
        .says("b", YES)
        .does(
            "c",
            call -> {
              throw new IllegalStateException("the server stops here");
            });
    StageWork work = team.work(StageKind.COMMITTEE, VOTE);
    assertThatThrownBy(() -> stages.run(work)).isInstanceOf(IllegalStateException.class);
    team.asked().clear();
    team.says("c", NO);
    StageOutcome outcome = stages.run(work);
    assertThat(team.asked()).containsExactly("c");
    assertThat(outcome.output().path("tally").get(0).path("votes").asInt()).isEqualTo(2);
    assertThat(outcome.tokens().input()).as("of all three").isEqualTo(30);
  }

  private static JsonNode fail(FailureKind kind) {
    throw new GamelanException(kind, "It failed.");
  }
}
