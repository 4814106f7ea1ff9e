package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.gamelan.agent.AgentAnswer;
import org.gamelan.agent.AgentCall;
import org.gamelan.agent.AgentRuntime;
import org.gamelan.engine.CommitteeMerge.Answer;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.provider.BudgetSpentException;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.workflow.StageKind;
import org.gamelan.workflow.Values;

/**
 * Stages in which several agents answer the same question at once. It goes on when more than half
 * of them have answered; the others are told as failed.
 */
@ApplicationScoped
class CommitteeStages implements StageRunner {
  private final Function<AgentCall, AgentAnswer> agents;
  private final Crew crew;
  private final StageMessages messages;

  protected CommitteeStages() {
    this((Function<AgentCall, AgentAnswer>) null, null, null);
  }

  @Inject
  CommitteeStages(AgentRuntime agents, Crew crew, StageMessages messages) {
    this((Function<AgentCall, AgentAnswer>) agents::run, crew, messages);
  }

  CommitteeStages(Function<AgentCall, AgentAnswer> agents, Crew crew, StageMessages messages) {
    this.agents = agents;
    this.crew = crew;
    this.messages = messages;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.COMMITTEE);
  }

  @Override
  public StageOutcome run(StageWork work) {
    JsonNode settings = work.stage().settings();
    List<String> members = new ArrayList<>();
    settings.path("members").forEach(member -> members.add(member.asText()));
    TeamTurns turns = new TeamTurns(work, agents, messages.of(work, null));
    ArrayNode failed = Json.array();
    List<Answer> answers = answers(members, turns, failed);
    CommitteeMerge merge = new CommitteeMerge(answers, settings.path("field").asText(null));
    String judge = settings.path("judge").asText(null);
    Function<List<Answer>, JsonNode> judging =
        judge == null ? null : which -> judge(turns, members.size(), judge, which);
    ObjectNode output =
        switch (settings.path("merge").asText("vote")) {
          case "judge" -> merge.judge(judge(turns, members.size(), judge, answers));
          case "union" -> merge.union();
          default -> merge.vote(judging);
        };
    output.set("failed", failed);
    return turns.succeeded(null, output);
  }

  private List<Answer> answers(List<String> members, TeamTurns turns, ArrayNode failed) {
    List<Callable<JsonNode>> work = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      int place = i;
      work.add(() -> turns.takeAsMember(place, members.get(place)));
    }
    List<Crew.Result<JsonNode>> results = crew.all(work);
    List<Answer> answers = new ArrayList<>();
    RuntimeException first = null;
    for (int i = 0; i < members.size(); i++) {
      RuntimeException failure = results.get(i).failure();
      if (failure == null) {
        answers.add(new Answer(members.get(i), results.get(i).value()));
      } else {
        refuseToGoOn(failure);
        first = first == null ? failure : first;
        failed.add(told(members.get(i), (GamelanException) failure));
      }
    }
    if (answers.size() * 2 <= members.size()) {
      throw first;
    }
    return answers;
  }

  /** What is no failure of one member alone. */
  private static void refuseToGoOn(RuntimeException failure) {
    boolean own =
        failure instanceof GamelanException known
            && known.kind() != FailureKind.CANCELLED
            && !(failure instanceof StageCalls.UnknownOutcomeException)
            && !(failure instanceof ConsentNeededException)
            && !(failure instanceof BudgetSpentException spent && spent.isWaitedFor());
    if (!own) {
      throw failure;
    }
  }

  private static JsonNode told(String member, GamelanException failure) {
    return Json.object()
        .put("member", member)
        .put("kind", failure.kind().id())
        .put("message", failure.getMessage());
  }

  private static JsonNode judge(TeamTurns turns, int place, String judge, List<Answer> answers) {
    ArrayNode told = Json.array();
    answers.forEach(
        answer -> told.addObject().put("member", answer.member()).set("answer", answer.output()));
    return turns.take(
        place,
        judge,
        "\n\nAnswers of the members:\n" + Json.write(told),
        Map.of("answers", Values.of(told)));
  }
}
