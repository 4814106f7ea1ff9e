package org.gamelan.admin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.Arrays;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FailureSignature;

/** The kinds of failure in words for somebody who does not know their names. */
@Named
@ApplicationScoped
public class FailureTitles {
  /** A heading such as {@code The credentials were refused, in the stage planning}. */
  public String title(FailureSignature failure) {
    String what = words(failure.kind());
    return failure.stage() == null ? what : what + ", in the stage " + failure.stage();
  }

  /** The same for the kind alone, as it is stored. */
  public String ofKind(String kind) {
    return Arrays.stream(FailureKind.values())
        .filter(known -> known.id().equals(kind))
        .findFirst()
        .map(FailureTitles::words)
        .orElse(kind);
  }

  static String words(FailureKind kind) {
    return switch (kind) {
      case TIMEOUT -> "It took too long";
      case RATE_LIMIT -> "The provider was asked too often";
      case SERVER_ERROR -> "The provider had a fault";
      case NETWORK -> "The provider could not be reached";
      case AUTH -> "The credentials were refused";
      case BUDGET -> "The budget is spent";
      case INVALID_OUTPUT -> "The answer did not fit";
      case INVALID_INPUT -> "The input did not fit";
      case TOOL -> "A tool failed";
      case NOT_PERMITTED -> "It was not permitted";
      case BAD_EXPRESSION -> "An expression could not be computed";
      case REJECTED -> "Somebody rejected it";
      case EXHAUSTED -> "All attempts are used up";
      case CANCELLED -> "It was cancelled";
      case INTERNAL -> "The server met a fault of its own";
    };
  }
}
