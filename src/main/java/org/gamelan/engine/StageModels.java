package org.gamelan.engine;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.Stream;
import org.gamelan.provider.ModelUse;
import org.gamelan.provider.ModelUsers;
import org.gamelan.workflow.InvalidOutputPolicy;
import org.gamelan.workflow.StageDefinition;

/** The models that stages of workflows name, for answers that do not fit. */
@ApplicationScoped
public class StageModels implements ModelUsers {
  private final Discovery discovery;

  protected StageModels() {
    this(null);
  }

  @Inject
  public StageModels(Discovery discovery) {
    this.discovery = discovery;
  }

  @Override
  public Stream<ModelUse> uses() {
    return of(discovery.catalogue());
  }

  /** Those of the workflows in force. */
  static Stream<ModelUse> of(Catalogue catalogue) {
    return catalogue.workflows().entrySet().stream()
        .flatMap(
            workflow ->
                workflow.getValue().stages().values().stream()
                    .flatMap(stage -> use(workflow.getKey(), stage)));
  }

  private static Stream<ModelUse> use(String workflow, StageDefinition stage) {
    InvalidOutputPolicy policy = stage.onInvalidOutput();
    return policy == null || policy.model() == null
        ? Stream.empty()
        : Stream.of(
            new ModelUse(
                "the stage '%s' of the workflow '%s'".formatted(stage.name(), workflow),
                policy.model()));
  }
}
