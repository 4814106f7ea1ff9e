package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a person is asked for. */
public enum ApprovalKind {
  /** A decision on what is shown. */
  APPROVAL,
  /** An output in place of an answer that did not fit its schema. */
  OUTPUT,
  /** The permission to call a tool, where policy asks for one. */
  TOOL;

  /** The name used in the API and in the database. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ApprovalKind of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
