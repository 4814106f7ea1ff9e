package org.gamelan.policy;

import java.util.Locale;

/** What policy says to a call, from the loosest to the strictest. */
public enum PolicyVerdict {
  ALLOW,
  /** A person has to say yes to this very call. */
  ASK,
  DENY;

  /** The name in the API and in the audit log. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
