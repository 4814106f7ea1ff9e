package org.gamelan.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.gamelan.failure.GamelanException;
import org.gamelan.provider.RoutingNote;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.PipelineDefinition;

/**
 * What the rules of pipelines say about a task: of those whose {@code select} holds the one with
 * the highest priority, else the default.
 *
 * @param chosen what they come to, or nothing where there is no default either
 * @param open the pipelines among which they leave it open, in the order of priority and name; none
 *     where exactly one wins
 * @param reason why, in a sentence
 * @param candidates all pipelines with what became of them
 */
record PipelineRules(
    Optional<PipelineDefinition> chosen,
    List<PipelineDefinition> open,
    String reason,
    List<RoutingNote.Candidate> candidates) {
  private static final Logger LOG = Logger.getLogger(PipelineRules.class.getName());

  /** How many pipelines a trace shows, and an agent may choose from. */
  static final int MOST = 100;

  private static final Comparator<PipelineDefinition> ORDER =
      Comparator.comparingInt(PipelineDefinition::priority)
          .reversed()
          .thenComparing(PipelineDefinition::name);

  /**
   * Asks the rules.
   *
   * @param variables what they see of the task
   */
  static PipelineRules ask(
      Collection<PipelineDefinition> pipelines, Map<String, Object> variables) {
    List<PipelineDefinition> ordered = pipelines.stream().sorted(ORDER).toList();
    List<PipelineDefinition> holding = new ArrayList<>();
    List<RoutingNote.Candidate> candidates = new ArrayList<>();
    for (PipelineDefinition pipeline : ordered) {
      String said = said(pipeline, variables);
      if (said.equals(HOLDS)) {
        holding.add(pipeline);
      }
      if (candidates.size() < MOST) {
        candidates.add(new RoutingNote.Candidate(pipeline.name(), detail(pipeline, said)));
      }
    }
    if (holding.isEmpty()) {
      return byDefault(ordered, candidates);
    }
    int highest = holding.get(0).priority();
    List<PipelineDefinition> top =
        holding.stream().filter(each -> each.priority() == highest).limit(MOST).toList();
    PipelineDefinition first = top.get(0);
    String reason =
        top.size() == 1
            ? "Its rule holds, and no other with a higher priority does."
            : "The rules of %s hold with the same priority; the first by name was taken."
                .formatted(names(top));
    return new PipelineRules(
        Optional.of(first), top.size() == 1 ? List.of() : top, reason, candidates);
  }

  private static PipelineRules byDefault(
      List<PipelineDefinition> ordered, List<RoutingNote.Candidate> candidates) {
    Optional<PipelineDefinition> chosen =
        ordered.stream().filter(PipelineDefinition::isDefault).findFirst();
    String reason =
        chosen.isPresent()
            ? "No rule holds, so the default pipeline was taken."
            : "No rule holds and no pipeline is the default, so an agent does it alone.";
    return new PipelineRules(chosen, ordered.stream().limit(MOST).toList(), reason, candidates);
  }

  private static final String HOLDS = "its rule holds";

  private static String said(PipelineDefinition pipeline, Map<String, Object> variables) {
    if (pipeline.select() == null) {
      return "has no rule";
    }
    try {
      return Expressions.test(pipeline.select(), variables) ? HOLDS : "its rule does not hold";
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "The selection rule of pipeline " + pipeline.name() + " failed", e);
      return "its rule failed: " + e.getMessage();
    }
  }

  private static String detail(PipelineDefinition pipeline, String said) {
    return said
        + (pipeline.priority() == 0 ? "" : ", priority " + pipeline.priority())
        + (pipeline.isDefault() ? ", the default" : "");
  }

  private static String names(List<PipelineDefinition> pipelines) {
    return pipelines.stream()
        .map(pipeline -> "'" + pipeline.name() + "'")
        .collect(Collectors.joining(", "));
  }

  /** What they come to, for the trace. */
  RouteChoice choice() {
    return new RouteChoice(
        chosen.map(PipelineDefinition::name).orElse(null), RoutingNote.By.RULE, reason, candidates);
  }
}
