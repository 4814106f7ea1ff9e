package org.gamelan.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.gamelan.failure.FailureKind;

/**
 * A way from one stage to the next.
 *
 * @param from where it starts
 * @param to where it leads
 * @param when the condition, {@code #{…}}, or null for the default way
 * @param revise how often it may lead back, or null when it is no revise edge
 * @param exhausted whether it is taken once the revise edges of its stage are spent
 * @param onError whether it is taken when the stage fails
 * @param kinds for an error edge the kinds of failure it takes; empty for all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Edge(
    String from,
    String to,
    String when,
    Integer revise,
    boolean exhausted,
    boolean onError,
    Set<FailureKind> kinds) {

  public Edge {
    kinds = kinds == null ? Set.of() : Set.copyOf(kinds);
  }

  /** A plain, unconditional way. */
  public static Edge plain(String from, String to) {
    return new Edge(from, to, null, null, false, false, Set.of());
  }
}
