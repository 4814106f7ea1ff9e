package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.engine.TaskStatus;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.task.NewTask;
import org.gamelan.task.TaskCreation;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks through the very beans that the API and the pages use. */
@ExtendWith(ArquillianExtension.class)
class TasksIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Inject private TaskCreation tasks;
  @Inject private TaskEnds ends;

  @Deployment
  static WebArchive archive() {
    return TestableGamelan.archive();
  }

  @Test
  void aTaskThatIsCreatedSucceeds() {
    UUID task =
        tasks.create(asked("basic-llm-agent"), "a test", Optional.empty(), Optional.empty()).id();

    assertThat(ends.of(task)).succeedsWithin(PATIENCE).isEqualTo(TaskStatus.SUCCEEDED);
  }

  @Test
  void aPipelineThatDoesNotExistIsNamed() {
    assertThatThrownBy(
            () -> tasks.create(asked("no-such"), "a test", Optional.empty(), Optional.empty()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no-such");
  }

  private static NewTask asked(String pipeline) {
    return NewTask.titled("look around").pipeline(pipeline).build();
  }
}
