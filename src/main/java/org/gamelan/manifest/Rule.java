package org.gamelan.manifest;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The rules a manifest can break. Their names are stable. */
public enum Rule {
  SYNTAX,
  UNKNOWN_KEY,
  TYPE,
  MISSING,
  DUPLICATE,
  BAD_NAME,
  UNKNOWN_AGENT,
  UNKNOWN_TOOL,
  UNKNOWN_SCHEMA,
  UNKNOWN_MODEL,
  UNKNOWN_STAGE,
  UNKNOWN_PIPELINE,
  BAD_SCHEMA,
  BAD_EXPRESSION,
  BAD_TEMPLATE,
  CYCLE,
  UNREACHABLE,
  DEAD_END,
  UNMATCHED_JOIN,
  MISSING_DEFAULT,
  NOT_PERMITTED,
  FALLBACK_CYCLE,
  /** A bean or producer method could not make its agent. */
  CREATION_FAILED,
  /** A limit of how much is read. */
  TOO_MANY;

  /** The name used in the API and in messages, such as {@code unknown-key}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
