package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.gamelan.config.EngineConfig;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.manifest.Units;
import org.gamelan.platform.Ids;
import org.gamelan.security.Role;
import org.gamelan.workflow.StageDefinition;
import org.gamelan.workflow.StageKind;

/**
 * Stages in which people decide. Such a stage runs twice: it asks and gives its thread back; once
 * there is an answer it runs again and ends with it.
 */
@ApplicationScoped
class ApprovalStages implements StageRunner {
  private final ApprovalStore approvals;
  private final EngineConfig config;

  protected ApprovalStages() {
    this(null, null);
  }

  @Inject
  ApprovalStages(ApprovalStore approvals, EngineConfig config) {
    this.approvals = approvals;
    this.config = config;
  }

  @Override
  public Set<StageKind> kinds() {
    return Set.of(StageKind.APPROVAL);
  }

  @Override
  public StageOutcome run(StageWork work) {
    Optional<ApprovalVerdict> verdict = approvals.verdict(work.run().id());
    return verdict.isPresent() ? end(work, verdict.get()) : StageOutcome.asked(ask(work));
  }

  private ApprovalAsk ask(StageWork work) {
    StageDefinition stage = work.stage();
    JsonNode settings = stage.settings();
    JsonNode content = ApprovalContent.of(stage, work.state(), work.variables());
    int size = Json.write(content).getBytes(StandardCharsets.UTF_8).length;
    if (size > config.maxOutputBytes()) {
      throw new GamelanException(
          FailureKind.INVALID_INPUT,
          "What '%s' is to show has %d bytes; the limit is %d. Show less of it."
              .formatted(stage.name(), size, config.maxOutputBytes()));
    }
    List<String> approvers = texts(settings.path("approvers"));
    Duration expires = Units.duration(settings.path("expires").asText()).orElse(null);
    return new ApprovalAsk(
        Ids.next(),
        ApprovalKind.APPROVAL,
        content,
        null,
        approvers.isEmpty() ? List.of(Role.OPERATOR.id()) : approvers,
        settings.path("need").asInt(1),
        expires,
        ExpiryAction.of(settings.path("onExpiry").asText(ExpiryAction.FAIL.id())),
        texts(settings.path("escalateTo")));
  }

  private static StageOutcome end(StageWork work, ApprovalVerdict verdict) {
    String stage = work.stage().name();
    if (verdict.decision().equals(ApprovalVerdict.FAIL)) {
      throw new GamelanException(
          FailureKind.TIMEOUT, "Nobody decided on stage '" + stage + "' in time.");
    }
    JsonNode output = output(verdict);
    boolean rejected = verdict.decision().equals(ApprovalVerdict.REJECT);
    if (rejected && !Rejections.haveAWay(work, output)) {
      throw new GamelanException(FailureKind.REJECTED, rejection(stage, verdict));
    }
    return StageOutcome.succeeded(output);
  }

  private static String rejection(String stage, ApprovalVerdict verdict) {
    String by =
        verdict.by() == null ? "its time limit, as nobody had decided" : "'" + verdict.by() + "'";
    String comment = verdict.expired() || verdict.comment() == null ? "" : ": " + verdict.comment();
    return "Stage '" + stage + "' was rejected by " + by + comment;
  }

  private static JsonNode output(ApprovalVerdict verdict) {
    ObjectNode output = Json.object();
    output.put("decision", verdict.decision());
    output.put("by", verdict.by());
    output.put("comment", verdict.comment());
    output.set("value", verdict.value());
    output.put("expired", verdict.expired());
    output.set("votes", Json.tree(verdict.votes()));
    return output;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
