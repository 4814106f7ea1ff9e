package org.gamelan.agent;

import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.json.RepairRung;
import org.gamelan.provider.TokenUsage;

/** No rung made an agent's answer fit its schema. Carries what is kept for a person to look at. */
public class InvalidOutputException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final String rawOutput;
  private final transient List<RepairRung> rungs;
  private final transient TokenUsage tokens;
  private final String model;

  public InvalidOutputException(
      String message, String rawOutput, List<RepairRung> rungs, TokenUsage tokens, String model) {
    super(FailureKind.INVALID_OUTPUT, message);
    this.rawOutput = rawOutput;
    this.rungs = List.copyOf(rungs);
    this.tokens = tokens;
    this.model = model;
  }

  /** The model's last text as it came. */
  public String rawOutput() {
    return rawOutput;
  }

  /** The rungs that were climbed in vain. */
  public List<RepairRung> rungs() {
    return rungs == null ? List.of() : rungs;
  }

  /** What all calls of the turn cost in tokens. */
  public TokenUsage tokens() {
    return tokens == null ? TokenUsage.NONE : tokens;
  }

  /** The alias that answered last. */
  public String model() {
    return model;
  }
}
