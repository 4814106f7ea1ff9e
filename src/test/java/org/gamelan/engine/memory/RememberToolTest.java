package org.gamelan.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.policy.Policy;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.policy.PolicyVerdict;
import org.gamelan.policy.ToolNeeds;
import org.gamelan.tool.ToolContext;
import org.junit.jupiter.api.Test;

class RememberToolTest {
  private static final UUID RUN = UUID.randomUUID();
  private static final MemoryPlace PLACE =
      new MemoryPlace(MemoryOwner.ofAgent("ann"), MemoryBackend.POSTGRES);

  private static PolicyVerdict verdict(String arguments, String mode, String write) {
    Map<String, String> capabilities = write == null ? Map.of() : Map.of("write", write);
    ToolNeeds needs = new RememberTool(null, null, null).definition(Json.parse(arguments)).needs();
    return new Policy(List.of(new PolicyLayer("server", mode, capabilities, null)))
        .decide(needs)
        .verdict();
  }

  @Test
  void whatAnAgentKeepsForItselfOrItsTaskAsksNobody() {
    for (String own : List.of("{}", "{\"scope\": \"task\"}", "{\"scope\": \"agent\"}")) {
      assertThat(verdict(own, "safe_mode", null)).as(own).isEqualTo(PolicyVerdict.ALLOW);
      assertThat(verdict(own, "normal", "deny")).as(own).isEqualTo(PolicyVerdict.ALLOW);
      assertThat(verdict(own, "analysis_only", null)).as(own).isEqualTo(PolicyVerdict.DENY);
    }
  }

  @Test
  void whatOthersReadLaterIsWritten() {
    for (String far : List.of("{\"scope\": \"project\"}", "{\"scope\": \"global\"}")) {
      assertThat(verdict(far, "safe_mode", null)).as(far).isEqualTo(PolicyVerdict.DENY);
      assertThat(verdict(far, "normal", "deny")).as(far).isEqualTo(PolicyVerdict.DENY);
      assertThat(verdict(far, "normal", "ask")).as(far).isEqualTo(PolicyVerdict.ASK);
      assertThat(verdict(far, "normal", null)).as(far).isEqualTo(PolicyVerdict.ALLOW);
    }
  }

  private static UUID id(String arguments, UUID run, String agent, MemoryPlace place) {
    ToolContext context =
        new ToolContext(UUID.randomUUID(), run, agent, null, Duration.ofSeconds(1));
    return RememberTool.id(Json.parse(arguments), place, context);
  }

  @Test
  void aCallThatIsMadeAgainAfterACrashMeansTheSameNote() {
    UUID note = id("{\"value\": \"x\", \"tags\": []}", RUN, "ann", PLACE);
    assertThat(id("{\"tags\": [], \"value\": \"x\"}", RUN, "ann", PLACE)).isEqualTo(note);
    assertThat(id("{\"value\": \"y\", \"tags\": []}", RUN, "ann", PLACE)).isNotEqualTo(note);
    assertThat(id("{\"value\": \"x\", \"tags\": []}", UUID.randomUUID(), "ann", PLACE))
        .isNotEqualTo(note);
    assertThat(id("{\"value\": \"x\", \"tags\": []}", RUN, "ben", PLACE)).isNotEqualTo(note);
    MemoryPlace other = new MemoryPlace(MemoryOwner.GLOBAL, MemoryBackend.POSTGRES);
    assertThat(id("{\"value\": \"x\", \"tags\": []}", RUN, "ann", other)).isNotEqualTo(note);
  }
}
