package org.gamelan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.event.AuditEntry;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyLayer;
import org.gamelan.policy.ServerPolicy;
import org.junit.jupiter.api.Test;

class ToolGateTest {
  private static final JsonNode ARGUMENTS = Json.parse("{\"to\":\"secret-recipient\"}");

  private final RecordedAudit audit = new RecordedAudit();
  private final List<String> order = new ArrayList<>();
  private ServerPolicy server = ServerPolicy.OPEN;
  private Optional<ToolConsent.Answer> answer = Optional.empty();

  private final ToolConsent people =
      new ToolConsent() {
        @Override
        public Optional<Answer> answer(Question asked) {
          return answer;
        }

        @Override
        public GamelanException ask(Question question) {
          return new ConsentNeededException(3, question);
        }
      };

  private static ToolDefinition tool(ToolEffect effect) {
    return new ToolDefinition("mail.send", "Sends", Json.object(), effect, Set.of("mail"));
  }

  private static List<PolicyLayer> folder(String permission) {
    return List.of(new PolicyLayer("security", null, Map.of("mail", permission), null));
  }

  private void pass(ToolDefinition tool, ToolSettings settings, ToolSite site) {
    new ToolGate(server, audit)
        .pass(
            tool,
            settings,
            ARGUMENTS,
            new ToolContext(UUID.randomUUID(), null, "a", null, Duration.ofSeconds(1), site),
            () -> order.add("checked"));
  }

  private ToolSite site(List<PolicyLayer> layers, ToolConsent consent) {
    return new ToolSite("agent:a", "s", layers, consent, effect -> order.add("starting " + effect));
  }

  private void refused(ToolDefinition tool, ToolSettings settings, ToolSite site) {
    assertThatThrownBy(() -> pass(tool, settings, site))
        .isInstanceOfSatisfying(
            GamelanException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.NOT_PERMITTED))
        .isNotInstanceOf(ConsentNeededException.class);
  }

  @Test
  void whatHasAnEffectIsWrittenDownBeforeItBegins() {
    pass(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(List.of(), people));
    assertThat(order).containsExactly("checked", "starting EXTERNAL");
    AuditEntry row = audit.written.get(0);
    assertThat(row.action()).isEqualTo("tool.call");
    assertThat(row.actor()).isEqualTo("agent:a");
    assertThat(row.stage()).isEqualTo("s");
    assertThat(row.subject()).isEqualTo("mail.send");
    assertThat(row.verdict()).isEqualTo("allow");
    assertThat(row.details().path("argumentsHash").asText()).hasSize(64);
    assertThat(row.toString()).doesNotContain("secret-recipient");
    assertThat(audit.noted).isEmpty();
  }

  @Test
  void whatHasNoneIsNotedWithOthers() {
    pass(tool(ToolEffect.NONE), ToolSettings.NONE, site(List.of(), people));
    assertThat(audit.written).isEmpty();
    assertThat(audit.noted).hasSize(1);
  }

  @Test
  void whatIsDeniedNeitherBeginsNorIsChecked() {
    refused(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("deny"), people));
    assertThat(order).isEmpty();
    AuditEntry row = audit.written.get(0);
    assertThat(row.action()).isEqualTo("tool.refused");
    assertThat(row.verdict()).isEqualTo("deny");
    assertThat(row.reason()).contains("security.capabilities.mail");
    assertThat(row.details().path("rule").asText()).isEqualTo("security.capabilities.mail");
  }

  @Test
  void theServerHoldsWhateverTheFolderAllows() {
    server = new ServerPolicy(new PolicyLayer("server", "analysis_only", Map.of(), null));
    refused(tool(ToolEffect.IDEMPOTENT), ToolSettings.NONE, site(folder("allow"), people));
    assertThat(audit.written.get(0).details().path("rule").asText()).isEqualTo("server.mode");
  }

  @Test
  void whatIsSwitchedOffSaysWhere() {
    ToolSettings off =
        new ToolSettings(
            false,
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Set.of("x/tools.yaml"));
    refused(tool(ToolEffect.NONE), off, site(List.of(), people));
    assertThat(audit.written.get(0).reason()).contains("x/tools.yaml");
  }

  @Test
  void aPersonIsAskedAfterTheArgumentsWereChecked() {
    assertThatThrownBy(
            () -> pass(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("ask"), people)))
        .isInstanceOfSatisfying(
            ConsentNeededException.class, e -> assertThat(e.number()).isEqualTo(3));
    assertThat(order).containsExactly("checked");
    assertThat(audit.written.get(0).action()).isEqualTo("tool.asked");
    assertThat(audit.written.get(0).verdict()).isEqualTo("ask");
  }

  @Test
  void withConsentItBegins() {
    answer = Optional.of(new ToolConsent.Answer(true, "ann", "fine"));
    pass(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("ask"), people));
    assertThat(order).containsExactly("checked", "starting EXTERNAL");
    assertThat(audit.written.get(0).reason()).contains("'ann' allowed it: fine");
  }

  @Test
  void withoutConsentItIsRefused() {
    answer = Optional.of(new ToolConsent.Answer(false, "ann", "too early"));
    refused(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("ask"), people));
    assertThat(order).containsExactly("checked");
    assertThat(audit.written.get(0).reason()).contains("'ann'").contains("too early");
  }

  @Test
  void whereNobodyCanBeAskedItIsRefused() {
    refused(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("ask"), ToolConsent.NOBODY));
    assertThat(audit.written.get(0).verdict()).isEqualTo("deny");
    assertThat(audit.written.get(0).reason()).contains("nobody to ask");
  }

  @Test
  void consentDoesNotOverruleADenial() {
    answer = Optional.of(new ToolConsent.Answer(true, "ann", null));
    refused(tool(ToolEffect.EXTERNAL), ToolSettings.NONE, site(folder("deny"), people));
  }

  @Test
  void ofSeveralSettingsTheStrictestHold() {
    ToolSettings one =
        new ToolSettings(
            true,
            Optional.of(100L),
            Optional.empty(),
            Set.of("network"),
            Optional.of(ToolEffect.EXTERNAL),
            Set.of("a"));
    ToolSettings other =
        new ToolSettings(
            true,
            Optional.of(10L),
            Optional.of(Duration.ofSeconds(1)),
            Set.of("shell"),
            Optional.of(ToolEffect.NONE),
            Set.of("b"));
    for (ToolSettings both : List.of(one.and(other), other.and(one))) {
      assertThat(both.bytes()).contains(10L);
      assertThat(both.time()).contains(Duration.ofSeconds(1));
      ToolDefinition applied = both.applyTo(tool(ToolEffect.IDEMPOTENT));
      assertThat(applied.capabilities()).containsExactlyInAnyOrder("mail", "network", "shell");
      assertThat(applied.effect()).isEqualTo(ToolEffect.EXTERNAL);
    }
  }
}
