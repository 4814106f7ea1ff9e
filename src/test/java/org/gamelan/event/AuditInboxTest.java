package org.gamelan.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
  void standingOverridesMemoryAndManifestsAreKeptToo() {
    Actor.serve(() -> Optional.of("ann"));
    for (String type : List.of("override.changed", "memory.changed", "manifest.saved")) {
      assertThat(entry(type, null, "{}").orElseThrow().actor()).as(type).isEqualTo("ann");
    }
    Actor.clear();
    assertThat(entry("memory.changed", null, "{}")).as("an agent remembers").isEmpty();
  }

  @Test
  void overridesOfATaskAreKeptWithTheirStage() {
    AuditEntry made =
        entry("override.created", TASK, "{\"stage\":\"s\",\"by\":\"ann\",\"reason\":\"r\"}")
            .orElseThrow();
    assertThat(made.actor()).isEqualTo("ann");
    assertThat(made.task()).isEqualTo(TASK);
    assertThat(made.stage()).isEqualTo("s");
    assertThat(made.reason()).isEqualTo("r");
    assertThat(entry("override.removed", TASK, "{\"by\":\"ann\"}")).isPresent();
  }

  @Test
  void forksAreKeptThoughNewTasksAreNot() {
    AuditEntry forked =
        entry("task.created", TASK, "{\"by\":\"ann\",\"forkedFrom\":\"t\"}").orElseThrow();
    assertThat(forked.action()).isEqualTo("task.created");
    assertThat(forked.details().path("forkedFrom").asText()).isEqualTo("t");
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
