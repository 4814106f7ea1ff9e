package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a stage does when it runs. */
public enum StageKind {
  INPUT,
  OUTPUT,
  AGENT,
  TOOL,
  DECISION,
  FORK,
  JOIN,
  APPROVAL,
  COMMITTEE,
  SUPERVISOR,
  PIPELINE;

  /** The name used in manifests and in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a stage works on something that can be given in the place of its own. */
  public boolean takesInput() {
    return switch (this) {
      case INPUT, OUTPUT, TOOL, AGENT, COMMITTEE, SUPERVISOR -> true;
      case DECISION, FORK, JOIN, APPROVAL, PIPELINE -> false;
    };
  }

  @JsonCreator
  public static StageKind of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
