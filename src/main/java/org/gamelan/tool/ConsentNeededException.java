package org.gamelan.tool;

import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** A call waits for a person: whoever makes it gives up for now and comes back with an answer. */
public class ConsentNeededException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final int number;
  private final transient ToolConsent.Question question;

  /**
   * @param number which of its stage's calls it is
   */
  public ConsentNeededException(int number, ToolConsent.Question question) {
    super(FailureKind.NOT_PERMITTED, question.why().reason());
    this.number = number;
    this.question = question;
  }

  public int number() {
    return number;
  }

  public ToolConsent.Question question() {
    return question;
  }
}
