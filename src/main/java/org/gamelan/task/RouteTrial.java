package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gamelan.engine.Definitions;
import org.gamelan.failure.GamelanException;
import org.gamelan.workflow.Expressions;
import org.gamelan.workflow.PipelineDefinition;

/** Tells which pipeline a task would go through that names none, and why, without creating it. */
@ApplicationScoped
public class RouteTrial {
  private final TaskChecks checks;
  private final Definitions definitions;

  protected RouteTrial() {
    this(null, null);
  }

  @Inject
  public RouteTrial(TaskChecks checks, Definitions definitions) {
    this.checks = checks;
    this.definitions = definitions;
  }

  /**
   * What became of one pipeline.
   *
   * @param name its name
   * @param priority the highest comes first
   * @param rule the selection rule, or null
   * @param chosen whether the task would go through it
   * @param why one sentence
   */
  public record Candidate(String name, int priority, String rule, boolean chosen, String why) {}

  /**
   * What became of all pipelines, in the order in which they are asked.
   *
   * @param chosen the pipeline that was chosen, or null when an agent is chosen instead
   * @param candidates all of them
   */
  public record Route(String chosen, List<Candidate> candidates) {
    public Route {
      candidates = List.copyOf(candidates);
    }
  }

  /**
   * @param task what somebody would ask for
   * @throws org.gamelan.failure.InvalidInputException naming every field that would be refused
   */
  public Route of(NewTask task) {
    Map<String, Object> variables = checks.check(task).variables();
    Optional<PipelineDefinition> chosen = definitions.choose(variables);
    List<Candidate> candidates =
        definitions.catalogue().pipelines().values().stream()
            .sorted(
                Comparator.comparingInt(PipelineDefinition::priority)
                    .reversed()
                    .thenComparing(PipelineDefinition::name))
            .map(pipeline -> candidate(pipeline, chosen, variables))
            .toList();
    return new Route(chosen.map(PipelineDefinition::name).orElse(null), candidates);
  }

  private static Candidate candidate(
      PipelineDefinition pipeline,
      Optional<PipelineDefinition> chosen,
      Map<String, Object> variables) {
    boolean wins = chosen.filter(pipeline::equals).isPresent();
    return new Candidate(
        pipeline.name(),
        pipeline.priority(),
        pipeline.select(),
        wins,
        why(pipeline, wins, variables));
  }

  private static String why(
      PipelineDefinition pipeline, boolean wins, Map<String, Object> variables) {
    if (pipeline.select() == null) {
      return wins
          ? "No rule holds, and it is the default."
          : pipeline.isDefault()
              ? "It is the default, but a rule of another holds."
              : "It has no rule: only tasks that name it go through it.";
    }
    try {
      if (!Expressions.test(pipeline.select(), variables)) {
        return wins ? "No rule holds, and it is the default." : "Its rule does not hold.";
      }
      return wins
          ? "Its rule holds, and no other that holds has a higher priority."
          : "Its rule holds, but another that holds comes before it.";
    } catch (GamelanException e) {
      return "Its rule cannot be evaluated: " + e.getMessage();
    }
  }
}
