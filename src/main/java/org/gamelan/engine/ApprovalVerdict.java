package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a question to people was answered.
 *
 * @param decision {@code approve}, {@code reject}, {@code edit} or {@code fail}
 * @param expired whether it is what its time limit declared, as nobody had decided
 * @param value what was approved, as it was shown or as it was edited
 * @param work what the stage had come to when it asked, or null
 * @param votes what people said of it, in order
 */
public record ApprovalVerdict(
    String decision, boolean expired, JsonNode value, JsonNode work, List<Vote> votes) {

  public static final String APPROVE = "approve";
  public static final String REJECT = "reject";
  public static final String EDIT = "edit";
  public static final String FAIL = "fail";

  public ApprovalVerdict {
    votes = List.copyOf(votes);
  }

  /**
   * What one person said.
   *
   * @param comment why, or null
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Vote(String by, String decision, String comment, Instant at) {}

  /** Who decided, or null when time did. */
  String by() {
    return expired || votes.isEmpty()
        ? null
        : votes.stream().map(Vote::by).distinct().collect(Collectors.joining(", "));
  }

  /** The latest comment, or null. */
  String comment() {
    String comment = null;
    for (Vote vote : votes) {
      comment = vote.comment() == null ? comment : vote.comment();
    }
    return expired ? "Nobody decided in time" : comment;
  }
}
