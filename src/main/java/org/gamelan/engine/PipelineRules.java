package org.gamelan.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
 * @param cause what the rules say, the first part of a sentence
 * @param effect what follows from that where nobody is asked, its other part
 * @param verdicts what became of each, in the order in which they are asked; the first {@link
 *     #MOST}
 */
record PipelineRules(
    Optional<PipelineDefinition> chosen,
    List<PipelineDefinition> open,
    String cause,
    String effect,
    List<PipelineTrial.Verdict> verdicts) {
  private static final Logger LOG = Logger.getLogger(PipelineRules.class.getName());

  /** How many pipelines a trace shows, and an agent may choose from. */
  static final int MOST = 100;

  /** In which order pipelines are asked; the first default is taken. */
  static final Comparator<PipelineDefinition> ORDER =
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
    List<PipelineTrial.Verdict> verdicts = new ArrayList<>();
    for (PipelineDefinition pipeline : ordered) {
      String said = said(pipeline, variables);
      if (said.equals(HOLDS)) {
        holding.add(pipeline);
      }
      if (verdicts.size() < MOST) {
        verdicts.add(new PipelineTrial.Verdict(pipeline, said));
      }
    }
    if (holding.isEmpty()) {
      return byDefault(ordered, verdicts);
    }
    int highest = holding.get(0).priority();
    List<PipelineDefinition> top =
        holding.stream().filter(each -> each.priority() == highest).limit(MOST).toList();
    Optional<PipelineDefinition> first = Optional.of(top.get(0));
    return top.size() == 1
        ? new PipelineRules(
            first,
            List.of(),
            "Its rule holds",
            ", and no other with a higher priority does",
            verdicts)
        : new PipelineRules(
            first,
            top,
            "The rules of %s hold with the same priority".formatted(names(top)),
            "; the first by name was taken",
            verdicts);
  }

  private static PipelineRules byDefault(
      List<PipelineDefinition> ordered, List<PipelineTrial.Verdict> verdicts) {
    Optional<PipelineDefinition> chosen =
        ordered.stream().filter(PipelineDefinition::isDefault).findFirst();
    String effect =
        chosen.isPresent()
            ? ", so the default pipeline was taken"
            : " and no pipeline is the default, so an agent does it alone";
    return new PipelineRules(
        chosen, ordered.stream().limit(MOST).toList(), "No rule holds", effect, verdicts);
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

  private static String detail(PipelineTrial.Verdict verdict) {
    PipelineDefinition pipeline = verdict.pipeline();
    return verdict.said()
        + (pipeline.priority() == 0 ? "" : ", priority " + pipeline.priority())
        + (pipeline.isDefault() ? ", the default" : "");
  }

  private static String names(List<PipelineDefinition> pipelines) {
    return pipelines.stream()
        .map(pipeline -> "'" + pipeline.name() + "'")
        .collect(Collectors.joining(", "));
  }

  /** All pipelines with what became of them, for the trace; the first {@link #MOST}. */
  List<RoutingNote.Candidate> candidates() {
    return verdicts.stream()
        .map(each -> new RoutingNote.Candidate(each.pipeline().name(), detail(each)))
        .toList();
  }

  /** Why they come to it, in a sentence. */
  String reason() {
    return cause + effect + '.';
  }

  /** What they come to, for the trace. */
  RouteChoice choice(String reason) {
    return new RouteChoice(
        chosen.map(PipelineDefinition::name).orElse(null),
        RoutingNote.By.RULE,
        reason,
        candidates());
  }

  /**
   * What they come to, and whether an agent is asked to choose: where they leave it open, and there
   * is one that can be asked.
   *
   * @param chooser the agent that chooses where it can, or nothing
   * @param refusal why an agent of a name cannot be asked, or nothing when it can
   */
  PipelineTrial trial(Optional<String> chooser, Function<String, Optional<String>> refusal) {
    String taken = chosen.map(PipelineDefinition::name).orElse(null);
    if (open.size() < 2 || chooser.isEmpty()) {
      return new PipelineTrial(taken, null, reason(), List.of(), verdicts);
    }
    String agent = chooser.get();
    Optional<String> refused = refusal.apply(agent);
    if (refused.isPresent()) {
      String reason = "%s No agent was asked: %s".formatted(reason(), refused.get());
      return new PipelineTrial(taken, null, reason, List.of(), verdicts);
    }
    List<String> names = open.stream().map(PipelineDefinition::name).toList();
    return new PipelineTrial(
        taken == null ? names.get(0) : taken, agent, cause + '.', names, verdicts);
  }
}
