package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.gamelan.failure.ConflictException;
import org.gamelan.platform.Database;

/** Which agents a waiting task may be given to by hand, and why others do not fit. */
@ApplicationScoped
public class AgentCandidates {
  /** How many are told at most. */
  public static final int MOST = 500;

  private static final Comparator<Instant> NEVER_FIRST =
      Comparator.nullsFirst(Comparator.naturalOrder());

  private final Database database;
  private final TaskQueries tasks;
  private final ChosenPlaces places;
  private final AgentWork work;

  protected AgentCandidates() {
    this(null, null, null, null);
  }

  @Inject
  public AgentCandidates(
      Database database, TaskQueries tasks, ChosenPlaces places, AgentWork work) {
    this.database = database;
    this.tasks = tasks;
    this.places = places;
    this.work = work;
  }

  /**
   * Those that tasks are given to by themselves first, if they fit: with room the one that was
   * given a task longest ago at their head, then without. Then what comes with Gamelan, which is
   * only ever named, then those that do not fit. At most {@link #MOST}.
   *
   * @throws org.gamelan.failure.NotFoundException when there is no such task
   * @throws ConflictException when the task does not wait for an agent
   */
  public List<AgentCandidate> of(UUID id) {
    Task task = tasks.require(id);
    if (!ChosenPlaces.isWaiting(task)) {
      throw new ConflictException(
          "The task is %s; only a pending one that waits for an agent is given to one."
              .formatted(task.status().id()));
    }
    Map<String, Instant> given = database.inTransaction(tx -> PlaceRows.givenAt(tx.connection()));
    return ordered(places.candidates(task, work.unfinished()), given);
  }

  static List<AgentCandidate> ordered(List<AgentCandidate> candidates, Map<String, Instant> given) {
    List<AgentCandidate> ordered = new ArrayList<>(candidates);
    ordered.sort(
        Comparator.comparing((AgentCandidate each) -> !each.likely())
            .thenComparing(each -> !each.fits())
            .thenComparing(each -> each.fits() ? given.get(each.name()) : null, NEVER_FIRST)
            .thenComparing(AgentCandidate::name));
    return List.copyOf(ordered.subList(0, Math.min(MOST, ordered.size())));
  }
}
