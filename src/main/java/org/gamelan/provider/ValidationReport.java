package org.gamelan.provider;

import java.util.List;
import java.util.Optional;

/**
 * What a validation found.
 *
 * @param steps the steps that were taken, in order
 * @param offered the models the provider lists, or null when it was not asked or gave no list
 */
public record ValidationReport(List<ValidationStep> steps, List<OfferedModel> offered) {
  public ValidationReport {
    steps = List.copyOf(steps);
    offered = offered == null ? null : List.copyOf(offered);
  }

  /** Whether the provider can be used: a call says more than a list of models. */
  public boolean ok() {
    return find(ValidationStep.CALL)
        .map(ValidationStep::ok)
        .orElseGet(() -> !steps.isEmpty() && steps.stream().allMatch(ValidationStep::ok));
  }

  /** Why it cannot be used. */
  Optional<String> detail() {
    return ok()
        ? Optional.empty()
        : steps.stream()
            .filter(step -> !step.ok())
            .reduce((first, last) -> last)
            .map(ValidationStep::message);
  }

  /** Whether only a call could tell that the provider works, so that the next look needs one. */
  static boolean onlyCallTold(List<ValidationStep> steps) {
    return has(steps, ValidationStep.CALL, true) && has(steps, ValidationStep.MODELS, false);
  }

  private static boolean has(List<ValidationStep> steps, String name, boolean ok) {
    return steps.stream().anyMatch(step -> step.name().equals(name) && step.ok() == ok);
  }

  private Optional<ValidationStep> find(String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst();
  }
}
