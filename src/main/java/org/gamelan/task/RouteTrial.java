package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.PipelineTrial;

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
   * @param task what somebody would ask for
   * @throws org.gamelan.failure.InvalidInputException naming every field that would be refused
   */
  public PipelineTrial of(NewTask task) {
    return definitions.tryOut(checks.check(task).variables());
  }
}
