package org.gamelan.admin;

import java.util.List;
import org.gamelan.engine.StageStatus;
import org.gamelan.task.Stage;
import org.gamelan.task.Task;

/**
 * How far a task is that has not ended.
 *
 * @param done how many of its stages have succeeded
 * @param planned how many its workflow has; conditions may leave some out
 * @param open whether the task goes on
 */
public record Progress(long done, long planned, boolean open) {

  static Progress of(Task task, List<Stage> stages, int planned) {
    long done =
        stages.stream()
            .filter(stage -> stage.status() == StageStatus.SUCCEEDED)
            .map(Stage::name)
            .distinct()
            .count();
    return new Progress(done, planned, task.finishedAt() == null && task.startedAt() != null);
  }

  public boolean isShown() {
    return open && planned > 0;
  }

  public long getPercent() {
    return planned == 0 ? 0 : Math.min(100, 100 * done / planned);
  }
}
