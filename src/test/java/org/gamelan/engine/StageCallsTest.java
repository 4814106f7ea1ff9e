package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.agent.AgentDefinition;
import org.gamelan.json.Json;
import org.gamelan.policy.FolderPolicy;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.provider.CallLedger;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class StageCallsTest {
  private static final ToolConsent.Question LOOK =
      new ToolConsent.Question(
          new ToolDefinition("look", "", Json.object(), ToolEffect.NONE, Set.of()),
          Json.object(),
          PolicyDecision.noSuchTool("look"));

  private static final FolderPolicy DENYING =
      new FolderPolicy(new PolicyLayer("security", null, Map.of("read", "deny"), null), Map.of());

  private final Kept kept = new Kept();

  @Test
  void howARunIsArrangedIsKeptOnceBeforeItsFirstCall() {
    StageCalls calls = calls(false);
    calls.arranged(() -> kept.told.add("arranged"));
    calls.starting(0, "look", ToolEffect.NONE);
    assertThat(kept.told).isEmpty();
    calls.finished(0, "look", Json.object());
    calls.finished(1, "look", Json.object());
    assertThat(kept.told).containsExactly("arranged", "call 0", "call 1");
  }

  @Test
  void aCallWithAnOutsideEffectBeginsAfterItIsKept() {
    StageCalls calls = calls(false);
    calls.arranged(() -> kept.told.add("arranged"));
    calls.starting(0, "send", ToolEffect.EXTERNAL);
    assertThat(kept.told).containsExactly("arranged", "start 0");
  }

  @Test
  void whereNothingIsOverriddenNothingIsWritten() {
    StageCalls calls = calls(false);
    calls.finished(0, "look", Json.object());
    assertThat(kept.told).containsExactly("call 0");
  }

  @Test
  void aRunThatAsksAPersonKeepsThatNothingWasOverridden() {
    StageCalls calls = calls(false);
    calls.consent(0).ask(LOOK);
    calls.consent(0).ask(LOOK);
    assertThat(kept.told).containsExactly("arrangement {}");
    assertThat(calls(true).arrangement()).contains(Arrangement.NONE);
  }

  @Test
  void aRunThatGoesOnIsArrangedAsItBegan() {
    assertThat(calls(true).arrangement()).isEmpty();
    kept.calls.put(0, Json.object());
    assertThat(calls(true).arrangement()).contains(Arrangement.NONE);
    assertThat(calls(false).arrangement()).isEmpty();
    AgentDefinition agent = Runs.aRun().agent("other", null).agents().get("other");
    Arrangement arrangement =
        new Arrangement(
            List.of(new Arrangement.Worker("writer", agent.asking("strong"), DENYING)),
            Json.object().put("word", "given"));
    kept.calls.put(RunCalls.ARRANGEMENT, Json.parse(Json.write(Json.tree(arrangement))));
    assertThat(calls(true).arrangement()).contains(arrangement);
    Arrangement emptied = new Arrangement(List.of(), Json.object());
    kept.calls.put(RunCalls.ARRANGEMENT, Json.parse(Json.write(Json.tree(emptied))));
    assertThat(calls(true).arrangement()).contains(emptied);
  }

  @Test
  void anArrangementPutsOthersToWorkOnWhatWasGiven() {
    AgentDefinition agent = Runs.aRun().agent("other", null).agents().get("other");
    Arrangement arrangement =
        new Arrangement(
            List.of(new Arrangement.Worker("writer", agent, DENYING)),
            Json.object().put("word", "given"));
    RunJournal.Claimed claimed = Runs.aRun().claimed(1, null, "first", "second");
    StageWork work =
        new StageWork(
            claimed.run(),
            claimed.state().blueprint().stage("first"),
            null,
            claimed.state(),
            new HashMap<>(),
            null,
            calls(true));
    List<Set<String>> asked = new ArrayList<>();
    StageWork arranged =
        arrangement.of(
            work,
            names -> {
              asked.add(names);
              return Map.of();
            });
    assertThat(arranged.agent()).isEqualTo("other");
    assertThat(arranged.state().blueprint().agents()).containsKey("other");
    assertThat(arranged.state().task().input().path("word").asText()).isEqualTo("given");
    assertThat(asked).containsExactly(Set.of("other"));
    assertThat(arranged.state().blueprint().layers("first", "other"))
        .as("the rules of a folder that is gone")
        .contains(DENYING.folder());
    assertThat(Arrangement.NONE.of(work, names -> Map.of())).isSameAs(work);
  }

  private StageCalls calls(boolean resumed) {
    UUID id = UUID.randomUUID();
    StageRun run =
        new StageRun(
            id, id, id, "first", StageKind.AGENT, 1, 1, null, 5, 1, Instant.EPOCH, resumed);
    return new StageCalls(kept, run, (any, call) -> Optional.empty());
  }

  /** Tells what is written, in order. */
  private static final class Kept implements RunCalls {
    private final Map<Integer, JsonNode> calls = new HashMap<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public Map<Integer, JsonNode> finishedCalls(UUID run) {
      return calls;
    }

    @Override
    public Optional<OpenCall> startCall(UUID run, int number, String name, String effect) {
      told.add("start " + number);
      return Optional.empty();
    }

    @Override
    public void finishCall(UUID run, int number, String name, String effect, JsonNode answer) {
      told.add("call " + number);
    }

    @Override
    public void arrange(UUID run, JsonNode arrangement, CallLedger.Entries entries) {
      told.add("arrangement " + Json.write(arrangement));
      calls.put(ARRANGEMENT, arrangement);
    }
  }
}
