package org.gamelan.engine.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.memory.MemoryBackend;
import org.gamelan.memory.MemoryOwner;
import org.gamelan.memory.MemoryPlace;
import org.gamelan.tool.ToolContext;
import org.junit.jupiter.api.Test;

class RememberToolTest {
  private static final UUID RUN = UUID.randomUUID();
  private static final MemoryPlace PLACE =
      new MemoryPlace(MemoryOwner.ofAgent("ann"), MemoryBackend.POSTGRES);

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
