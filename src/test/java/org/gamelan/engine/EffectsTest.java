package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.gamelan.agent.ToolDoor;
import org.gamelan.json.Json;
import org.gamelan.tool.ToolContext;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;
import org.junit.jupiter.api.Test;

class EffectsTest {
  private static final ToolDoor TOOLS =
      new ToolDoor() {
        @Override
        public Optional<ToolDefinition> find(String name) {
          ToolEffect effect = name.startsWith("mail") ? ToolEffect.EXTERNAL : ToolEffect.NONE;
          return Optional.of(new ToolDefinition(name, "", Json.object(), effect, Set.of()));
        }

        @Override
        public JsonNode call(String name, JsonNode arguments, ToolContext context) {
          throw new AssertionError("nothing is called");
        }

        @Override
        public void refused(
            String name, JsonNode arguments, ToolContext context, String rule, String reason) {
          throw new AssertionError("nothing is refused");
        }
      };

  private static Blueprint blueprint() {
    Blueprint plain = Runs.aRun().blueprint("read", "send", "write", "post");
    Map<String, StageDefinition> stages = new LinkedHashMap<>(plain.stages());
    stages.put("read", tool("read", "files.read"));
    stages.put("send", tool("send", "mail.send"));
    stages.put("post", tool("post", "mail.post"));
    return new Blueprint(
        plain.workflow(), plain.start(), plain.end(), stages, plain.agents(), Map.of());
  }

  private static StageDefinition tool(String name, String tool) {
    StageDefinition any = Runs.aRun().blueprint("a", "b").stage("a");
    return new StageDefinition(
        name,
        StageKind.TOOL,
        null,
        tool,
        null,
        null,
        null,
        any.timeout(),
        any.retry(),
        any.onInvalidOutput(),
        Json.object());
  }

  private static List<String> from(String stage) {
    List<String> told = new ArrayList<>();
    new Effects(TOOLS)
        .from(blueprint(), stage)
        .forEach(effect -> told.add(effect.stage() + " " + effect.tool()));
    return told;
  }

  @Test
  void whatActsOutsideFromAStageOnIsTold() {
    assertThat(from("read")).containsExactly("send mail.send", "post mail.post");
    assertThat(from("send")).containsExactly("send mail.send", "post mail.post");
    assertThat(from("write")).containsExactly("post mail.post");
  }
}
