package org.gamelan.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What went into the context of a stage, and what did not.
 *
 * @param budget the tokens there were to fill
 * @param used how many were filled, as they are estimated
 * @param message the tokens of title, description and input, which are told in any case
 * @param parts what there was to tell, in the order in which it was considered
 * @param more how many further parts there were, all left out
 * @param retrieval how what is remembered was found, by words and by vectors of which model, or why
 *     by words alone; null where there is no embedding model
 */
@Schema(name = "StageContext")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ContextTrace(
    int budget, int used, int message, List<Part> parts, int more, String retrieval) {
  /** The most parts that are told one by one. */
  private static final int MOST = 200;

  /**
   * One part.
   *
   * @param kind {@code output} of an earlier stage, {@code revision} for what a stage answered from
   *     which a way back was taken, {@code earlier} for an output that it made void, or {@code
   *     memory}
   * @param name the stage, or the entry's key if it has one
   * @param scope the scope of what was remembered, or null
   * @param entry the id of what was remembered, or null
   * @param tokens its size, estimated
   * @param included whether it was told
   * @param reason why, or why not
   */
  @Schema(name = "StageContextPart")
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Part(
      String kind,
      String name,
      String scope,
      UUID entry,
      int tokens,
      boolean included,
      String reason) {}

  public ContextTrace {
    parts = List.copyOf(parts);
  }

  static ContextTrace of(int budget, int used, int message, List<Part> all, String retrieval) {
    if (all.size() <= MOST) {
      return new ContextTrace(budget, used, message, all, 0, retrieval);
    }
    List<Part> told = new ArrayList<>(all.stream().filter(Part::included).limit(MOST).toList());
    all.stream().filter(part -> !part.included()).limit(MOST - told.size()).forEach(told::add);
    return new ContextTrace(budget, used, message, told, all.size() - told.size(), retrieval);
  }
}
