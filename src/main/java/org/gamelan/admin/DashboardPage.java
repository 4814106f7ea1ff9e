package org.gamelan.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.gamelan.task.Task;
import org.gamelan.task.TaskCounts;
import org.gamelan.task.TaskFilter;
import org.gamelan.task.TaskPace;
import org.gamelan.task.TaskQueries;

/** The first page: what is going on. */
@Named
@RequestScoped
public class DashboardPage {
  private static final int RECENT = 10;

  private TaskQueries queries;
  private TaskPace pace;

  private TaskCounts counts;
  private List<Task> recent;
  private List<PaceBar> bars;

  /** For the container's proxies. */
  protected DashboardPage() {}

  @Inject
  DashboardPage(TaskQueries queries, TaskPace pace) {
    this.queries = queries;
    this.pace = pace;
  }

  /**
   * One bar of the picture of the last hour.
   *
   * @param count how many tasks ended in its minutes
   * @param percent its height
   */
  public record PaceBar(long count, long percent) {}

  public TaskCounts getCounts() {
    if (counts == null) {
      counts = queries.counts();
    }
    return counts;
  }

  /** The newest tasks. */
  public List<Task> getRecent() {
    if (recent == null) {
      recent = queries.list(TaskFilter.ALL, null, RECENT);
    }
    return recent;
  }

  /** How many tasks ended in each part of the last hour, the oldest part first. */
  public List<PaceBar> getBars() {
    if (bars == null) {
      List<Long> ended = pace.lastHour();
      long most = ended.stream().mapToLong(Long::longValue).max().orElse(0);
      bars =
          ended.stream()
              .map(count -> new PaceBar(count, most == 0 ? 0 : Math.round(100.0 * count / most)))
              .toList();
    }
    return bars;
  }
}
