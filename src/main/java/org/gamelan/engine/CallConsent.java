package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.platform.Ids;
import org.gamelan.security.Role;
import org.gamelan.tool.ConsentNeededException;
import org.gamelan.tool.ToolConsent;

/** The consent to one call of a stage run, given by people who decide on an approval. */
final class CallConsent implements ToolConsent {
  private final ApprovalStore approvals;
  private final UUID run;
  private final int number;

  CallConsent(ApprovalStore approvals, UUID run, int number) {
    this.approvals = approvals;
    this.run = run;
    this.number = number;
  }

  @Override
  public Optional<Answer> answer(Question asked) {
    return approvals.verdict(run, number).map(verdict -> answer(verdict, asked));
  }

  /** Who said yes said it to what was shown: another call is not meant by it. */
  private static Answer answer(ApprovalVerdict verdict, Question asked) {
    boolean same =
        verdict.value() != null
            && ApprovalAsk.hash(verdict.value())
                .equals(ApprovalAsk.hash(ApprovalContent.value(content(asked))));
    boolean approved = verdict.decision().equals(ApprovalVerdict.APPROVE);
    String comment =
        approved && !same ? "the call is not the one that was shown" : verdict.comment();
    return new Answer(approved && same, verdict.by(), comment);
  }

  @Override
  public GamelanException ask(Question question) {
    return new ConsentNeededException(number, question);
  }

  /** The approval that a call waits for. */
  static ApprovalAsk approval(ConsentNeededException needed) {
    return new ApprovalAsk(
        Ids.next(),
        ApprovalKind.TOOL,
        content(needed.question()),
        null,
        List.of(Role.OPERATOR.id()),
        1,
        null,
        ExpiryAction.FAIL,
        List.of(),
        needed.number());
  }

  private static JsonNode content(Question question) {
    ArrayNode content = Json.array();
    ApprovalContent.add(content, "tool", Json.tree(question.tool().name()));
    ApprovalContent.add(content, "arguments", question.arguments());
    ApprovalContent.add(content, "effect", Json.tree(question.tool().effect().id()));
    return content;
  }
}
