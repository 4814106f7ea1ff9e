package org.gamelan.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The rules of one place: of the server, of a folder of manifests, of an agent. Each place can only
 * make the policy stricter.
 *
 * @param place where the rules stand, as the beginning of their names: {@code server}, {@code
 *     folder}, {@code folder.agents.reviewer}
 * @param mode how much may be changed; null when nothing is said
 * @param capabilities {@code allow}, {@code deny}, {@code ask} or a scope, by capability
 * @param tools the only tools that may be used; null when nothing is said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyLayer(
    String place, String mode, Map<String, String> capabilities, List<String> tools) {
  private static final String ALLOW = "allow";
  private static final String ASK = "ask";
  private static final String DENY = "deny";

  public PolicyLayer {
    capabilities =
        capabilities == null
            ? Map.of()
            : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(capabilities));
    tools = tools == null ? null : List.copyOf(tools);
  }

  /** What the rules of this place say to a call. */
  PolicyDecision decide(ToolNeeds needs) {
    PolicyDecision decision = byTools(needs).or(byMode(needs));
    for (String capability : new TreeSet<>(needs.capabilities())) {
      decision = decision.or(byCapability(needs, capability));
    }
    return decision;
  }

  private PolicyDecision byTools(ToolNeeds needs) {
    return tools == null || tools.contains(needs.tool())
        ? PolicyDecision.ALLOWED
        : deny(
            "tools",
            "The tool '%s' is not among those that %s.tools names (%s); add it there to allow it."
                .formatted(
                    needs.tool(), place, tools.isEmpty() ? "none" : String.join(", ", tools)));
  }

  private PolicyDecision byMode(ToolNeeds needs) {
    PolicyMode known =
        mode == null
            ? PolicyMode.NORMAL
            : PolicyMode.find(mode).orElse(PolicyMode.ANALYSIS_ONLY); // unknown: the strictest
    return switch (known) {
      case NORMAL -> PolicyDecision.ALLOWED;
      case SAFE_MODE -> inSafeMode(needs);
      case ANALYSIS_ONLY -> inAnalysis(needs);
    };
  }

  private PolicyDecision inAnalysis(ToolNeeds needs) {
    if (needs.changes()) {
      return deny("mode", because(needs, "changes something", "safe_mode or normal"));
    }
    return needs.capabilities().stream()
        .filter(capability -> !capability.equals(Capability.READ.id()))
        .sorted()
        .findFirst()
        .map(more -> deny("mode", because(needs, "needs '" + more + "'", "safe_mode or normal")))
        .orElse(PolicyDecision.ALLOWED);
  }

  private PolicyDecision inSafeMode(ToolNeeds needs) {
    boolean writes = needs.capabilities().contains(Capability.WRITE.id());
    if (writes && !needs.staysInWorkspace()) {
      return deny("mode", because(needs, "writes outside of the task's workspace", "normal"));
    }
    String outward =
        needs.capabilities().stream()
            .filter(each -> !each.equals(Capability.READ.id()))
            .filter(each -> !each.equals(Capability.WRITE.id()))
            .sorted()
            .findFirst()
            .orElse(null);
    if (outward != null) {
      return ask("mode", because(needs, "needs '" + outward + "'", "normal"));
    }
    return needs.changes() && !needs.staysInWorkspace()
        ? ask("mode", because(needs, "changes something outside of the task's workspace", "normal"))
        : PolicyDecision.ALLOWED;
  }

  private String because(ToolNeeds needs, String what, String other) {
    return "The tool '%s' %s, which %s.mode '%s' does not let it do by itself; it would take %s."
        .formatted(needs.tool(), what, place, mode, other);
  }

  private PolicyDecision byCapability(ToolNeeds needs, String capability) {
    String permission = capabilities.get(capability);
    if (permission == null || permission.equals(ALLOW)) {
      return PolicyDecision.ALLOWED;
    }
    String rule = "capabilities." + capability;
    String what = "The tool '%s' needs '%s'".formatted(needs.tool(), capability);
    return switch (permission) {
      case ASK ->
          ask(
              rule,
              "%s, for which %s.%s asks a person; it would take allow there."
                  .formatted(what, place, rule));
      case DENY -> deny(rule, "%s, which %s.%s denies; change that.".formatted(what, place, rule));
      default ->
          permission.equals(needs.scope())
              ? PolicyDecision.ALLOWED
              : deny(
                  rule,
                  "%s, which %s.%s allows only within '%s'; the tool does not stay there."
                      .formatted(what, place, rule, permission));
    };
  }

  private PolicyDecision deny(String rule, String reason) {
    return new PolicyDecision(PolicyVerdict.DENY, place + "." + rule, reason);
  }

  private PolicyDecision ask(String rule, String reason) {
    return new PolicyDecision(PolicyVerdict.ASK, place + "." + rule, reason);
  }
}
