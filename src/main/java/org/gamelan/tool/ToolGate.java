package org.gamelan.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HexFormat;
import java.util.Optional;
import org.gamelan.audit.AuditWriter;
import org.gamelan.event.AuditEntry;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.Json;
import org.gamelan.policy.PolicyDecision;
import org.gamelan.policy.PolicyVerdict;
import org.gamelan.policy.ServerPolicy;

/**
 * Lets calls through or refuses them, by the policy that holds for them, and keeps account of each
 * decision: durably, before anything outside happens.
 */
final class ToolGate {
  static final String CALLED = "tool.call";
  static final String REFUSED = "tool.refused";
  static final String ASKED = "tool.asked";

  private final ServerPolicy server;
  private final AuditWriter audit;

  ToolGate(ServerPolicy server, AuditWriter audit) {
    this.server = server;
    this.audit = audit;
  }

  /** What policy says, without asking or telling anybody. */
  PolicyDecision decide(ToolDefinition tool, ToolSettings settings, ToolSite site) {
    if (!settings.enabled()) {
      return new PolicyDecision(
          PolicyVerdict.DENY,
          "tools." + tool.name() + ".enabled",
          "The tool '%s' is switched off by %s; enable it there."
              .formatted(tool.name(), String.join(", ", settings.origins())));
    }
    return server.alone().and(site.layers()).decide(tool.needs());
  }

  /**
   * Lets a call through.
   *
   * @param check finds fault with the arguments, once it is known that the tool may be used at all
   * @throws GamelanException of kind {@code not-permitted} when it is refused; whatever the site
   *     throws for a person to be asked
   */
  void pass(
      ToolDefinition tool,
      ToolSettings settings,
      JsonNode arguments,
      ToolContext context,
      Runnable check) {
    PolicyDecision decision = decide(tool, settings, context.site());
    if (decision.isDenied()) {
      throw refuse(tool.name(), arguments, context, decision.rule(), decision.reason());
    }
    check.run();
    String consent = decision.isAllowed() ? null : consent(tool, arguments, context, decision);
    context.site().intent().starting(tool.effect());
    AuditEntry entry =
        entry(
            CALLED,
            tool.name(),
            arguments,
            context,
            PolicyVerdict.ALLOW,
            decision.rule(),
            consent == null ? decision.reason() : consent);
    if (tool.effect() == ToolEffect.NONE) {
      audit.note(entry);
    } else {
      audit.write(entry);
    }
  }

  private String consent(
      ToolDefinition tool, JsonNode arguments, ToolContext context, PolicyDecision decision) {
    ToolConsent.Question question = new ToolConsent.Question(tool, arguments, decision);
    Optional<ToolConsent.Answer> answer = context.site().consent().answer(question);
    if (answer.isEmpty()) {
      GamelanException asking = context.site().consent().ask(question);
      boolean asked = asking instanceof ConsentNeededException;
      audit.write(
          entry(
              asked ? ASKED : REFUSED,
              tool.name(),
              arguments,
              context,
              asked ? PolicyVerdict.ASK : PolicyVerdict.DENY,
              decision.rule(),
              asked ? decision.reason() : asking.getMessage()));
      throw asking;
    }
    String comment = answer.get().comment() == null ? "" : ": " + answer.get().comment();
    if (!answer.get().given()) {
      throw refuse(
          tool.name(),
          arguments,
          context,
          decision.rule(),
          "%s did not allow this call of '%s'%s. Do without it, or say what it is needed for."
              .formatted(by(answer.get()), tool.name(), comment));
    }
    return "%s allowed it%s. %s".formatted(by(answer.get()), comment, decision.reason());
  }

  private static String by(ToolConsent.Answer answer) {
    return answer.by() == null ? "Nobody in time" : "'" + answer.by() + "'";
  }

  /** Keeps account of a refusal; the failure that tells of it. */
  GamelanException refuse(
      String tool, JsonNode arguments, ToolContext context, String rule, String reason) {
    audit.write(entry(REFUSED, tool, arguments, context, PolicyVerdict.DENY, rule, reason));
    return new GamelanException(FailureKind.NOT_PERMITTED, reason);
  }

  /** Arguments may hold anything, so only their size and their hash are kept. */
  private static AuditEntry entry(
      String action,
      String tool,
      JsonNode arguments,
      ToolContext context,
      PolicyVerdict verdict,
      String rule,
      String reason) {
    ObjectNode details = Json.object().put("rule", rule);
    if (context.stageRun() != null) {
      details.put("stageRun", context.stageRun().toString());
    }
    String text = Json.write(arguments);
    details.put("argumentsHash", HexFormat.of().formatHex(Json.hash(arguments)));
    details.put("argumentsChars", text.length());
    return new AuditEntry(
        context.site().actor(),
        context.task(),
        context.site().stage(),
        action,
        tool,
        verdict.id(),
        reason,
        details);
  }
}
