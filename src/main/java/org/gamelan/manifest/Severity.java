package org.gamelan.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much a problem matters: only an error makes a manifest invalid. */
public enum Severity {
  ERROR,
  WARNING;

  /** The name used in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
