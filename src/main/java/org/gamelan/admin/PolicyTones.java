package org.gamelan.admin;

import org.gamelan.policy.PolicyVerdict;

/** How what policy says looks. */
final class PolicyTones {
  private PolicyTones() {}

  /** In a word. */
  static String word(PolicyVerdict verdict) {
    return switch (verdict) {
      case ALLOW -> "allowed";
      case ASK -> "asks a person";
      case DENY -> "denied";
    };
  }

  /** The class of its badge, by the name that the audit log has for it. */
  static String tone(String verdict) {
    return switch (verdict == null ? "" : verdict) {
      case "allow" -> "status-succeeded";
      case "ask" -> "status-waiting";
      case "deny" -> "status-failed";
      default -> "status-skipped";
    };
  }
}
