package org.gamelan.agent;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether an agent takes tasks. */
public enum AgentStatus {
  AVAILABLE,
  /** It has as many unfinished tasks as it may have. */
  BUSY,
  DISABLED,
  /** It takes nothing new and goes once its last task has ended. */
  RETIRING;

  /** The word used in the API. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(AgentStatus::id).toList();
  }
}
