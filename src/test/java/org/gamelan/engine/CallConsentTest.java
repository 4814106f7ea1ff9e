package org.gamelan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.tool.ToolConsent;
import org.gamelan.tool.ToolConsent.Question;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.ToolEffect;
import org.junit.jupiter.api.Test;

class CallConsentTest {
  private static final UUID RUN = UUID.randomUUID();

  private ApprovalVerdict verdict;
  private final ToolConsent consent =
      new CallConsent((run, call) -> Optional.ofNullable(call == 7 ? verdict : null), RUN, 7);

  private static Question question(String arguments) {
    return new Question(
        new ToolDefinition("mail.send", "", Json.object(), ToolEffect.EXTERNAL, Set.of("mail")),
        Json.parse(arguments),
        PolicyDecision.noSuchTool("mail.send"));
  }

  private static ApprovalAsk asked(String arguments) {
    return CallConsent.approval(new ConsentNeededException(7, question(arguments)));
  }

  private void decided(String decision, String arguments) {
    JsonNode stored = Json.parseOwn(Json.write(ApprovalContent.value(asked(arguments).content())));
    verdict =
        new ApprovalVerdict(
            decision,
            false,
            stored,
            null,
            List.of(new ApprovalVerdict.Vote("ann", decision, null, Instant.EPOCH)));
  }

  @Test
  void theCallIsShownWithItsArguments() {
    ApprovalAsk ask = asked("{\"to\":\"me\"}");
    assertThat(ask.kind()).isEqualTo(ApprovalKind.TOOL);
    assertThat(ask.call()).isEqualTo(7);
    assertThat(ask.approvers()).containsExactly("operator");
    assertThat(ApprovalContent.value(ask.content()).path("arguments").path("to").asText())
        .isEqualTo("me");
    assertThat(ask.reason("post")).contains("permission").contains("post");
  }

  @Test
  void whatWasApprovedMayBeDone() {
    assertThat(consent.answer(question("{\"n\":1}"))).isEmpty();
    decided("approve", "{\"n\":1,\"x\":2.50}");
    assertThat(consent.answer(question("{\"x\":2.5,\"n\":1}")).orElseThrow().given()).isTrue();
  }

  @Test
  void anotherCallIsNotMeant() {
    decided("approve", "{\"to\":\"me\"}");
    ToolConsent.Answer answer = consent.answer(question("{\"to\":\"all\"}")).orElseThrow();
    assertThat(answer.given()).isFalse();
    assertThat(answer.comment()).contains("not the one that was shown");
  }

  @Test
  void whatWasRejectedMayNot() {
    decided("reject", "{}");
    ToolConsent.Answer answer = consent.answer(question("{}")).orElseThrow();
    assertThat(answer.given()).isFalse();
    assertThat(answer.by()).isEqualTo("ann");
  }
}
