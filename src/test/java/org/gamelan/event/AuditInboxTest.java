package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.json.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditInboxTest {
  private static final UUID TASK = UUID.randomUUID();

  @AfterEach
  void clear() {
    Actor.clear();
  }

  private static Optional<AuditEntry> entry(String type, UUID task, String data) {
    JsonNode json = data == null ? null : Json.parse(data);
    return AuditInbox.entry(new NewEvent("topic", type, UUID.randomUUID(), task, json));
  }

  @Test
  void whatAPersonChangesIsKeptWithTheirName() {
    Actor.serve(() -> Optional.of("ann"));
    AuditEntry entry = entry("provider.changed", null, "{\"name\":\"local\"}").orElseThrow();
    assertThat(entry.actor()).isEqualTo("ann");
    assertThat(entry.action()).isEqualTo("provider.changed");
    assertThat(entry.subject()).isEqualTo("local");
  }

  @Test
  void whatTheServerFindsByItselfIsNot() {
    assertThat(entry("agent.changed", null, "{\"name\":\"a\"}")).isEmpty();
    Actor.serve(() -> Optional.of("ann"));
    assertThat(entry("provider.validated", null, "{\"name\":\"local\"}")).isEmpty();
    assertThat(entry("instance.changed", null, null)).isEmpty();
  }

  @Test
  void whatTheEngineTellsOfTasksIsNot() {
    assertThat(entry("stage.finished", TASK, "{}")).isEmpty();
    assertThat(entry("task.created", TASK, "{\"by\":\"ann\"}")).isEmpty();
    assertThat(entry("task.changed", TASK, "{\"status\":\"running\"}")).isEmpty();
  }

  @Test
  void whoSteersATaskIsKept() {
    AuditEntry entry =
        entry("task.finished", TASK, "{\"status\":\"cancelled\",\"by\":\"ann\"}").orElseThrow();
    assertThat(entry.actor()).isEqualTo("ann");
    assertThat(entry.task()).isEqualTo(TASK);
  }

  @Test
  void decisionsHaveAVerdict() {
    AuditEntry yes =
        entry("approval.decided", TASK, "{\"stage\":\"s\",\"decision\":\"edit\",\"by\":\"ann\"}")
            .orElseThrow();
    assertThat(yes.verdict()).isEqualTo("allow");
    assertThat(yes.stage()).isEqualTo("s");
    AuditEntry late =
        entry("approval.decided", TASK, "{\"stage\":\"s\",\"decision\":\"reject\"}").orElseThrow();
    assertThat(late.verdict()).isEqualTo("deny");
    assertThat(late.actor()).isEqualTo("system");
  }
}
