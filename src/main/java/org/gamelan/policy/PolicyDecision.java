package org.gamelan.policy;

/**
 * What policy says to a call, and why.
 *
 * @param verdict what it says
 * @param rule the rule that decided, such as {@code server.mode} or {@code
 *     folder.capabilities.network}
 * @param reason a sentence for people and models; where it is not allowed, also what would have to
 *     change
 */
public record PolicyDecision(PolicyVerdict verdict, String rule, String reason) {
  /** Nothing speaks against it. */
  static final PolicyDecision ALLOWED =
      new PolicyDecision(PolicyVerdict.ALLOW, "none", "No rule speaks against it.");

  /** There is nothing to be allowed. */
  public static PolicyDecision noSuchTool(String tool) {
    return new PolicyDecision(
        PolicyVerdict.DENY, "none", "There is no tool '" + tool + "' on this server.");
  }

  /** The stricter of two; of equally strict ones this, which was found first. */
  PolicyDecision or(PolicyDecision other) {
    return other.verdict.compareTo(verdict) > 0 ? other : this;
  }

  public boolean isAllowed() {
    return verdict == PolicyVerdict.ALLOW;
  }

  public boolean isDenied() {
    return verdict == PolicyVerdict.DENY;
  }
}
