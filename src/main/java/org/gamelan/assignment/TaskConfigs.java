package org.gamelan.assignment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Ids;

/**
 * Keeps task configs. Call it outside of any transaction: when a change returns it is committed.
 * Only administrators may change them; the doors see to that.
 */
@ApplicationScoped
public class TaskConfigs {
  private static final int MOST = 10_000;
  private static final int NAMED_AGENTS = 20;

  private final TaskConfigRepository repository;
  private final Clock clock;
  private final Event<EventsAppended> appended;

  protected TaskConfigs() {
    this(null, null, null);
  }

  @Inject
  public TaskConfigs(TaskConfigRepository repository, Clock clock, Event<EventsAppended> appended) {
    this.repository = repository;
    this.clock = clock;
    this.appended = appended;
  }

  /**
   * Task configs by name.
   *
   * @param text what the name or the description has to hold, or null for all
   * @param after the last name already seen, or null to begin with the first
   * @param limit how many at most
   */
  public List<TaskConfigView> list(String text, String after, int limit) {
    return repository.inTransaction(
        rows -> rows.list(text, after, limit).stream().map(TaskConfig::view).toList());
  }

  /** Finds by id or name. */
  public Optional<TaskConfigView> find(String idOrName) {
    return repository.inTransaction(rows -> lookUp(rows, idOrName).map(TaskConfig::view));
  }

  /**
   * @throws NotFoundException when there is none with this id or name
   */
  public TaskConfigView require(String idOrName) {
    return find(idOrName).orElseThrow(() -> missing(idOrName));
  }

  /**
   * Makes a new one.
   *
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken or there are too many
   */
  public TaskConfigView create(TaskConfigDraft draft) {
    TaskConfigDraft checked = TaskConfigChecks.check(draft);
    return changing(
        rows -> {
          if (rows.count() >= MOST) {
            throw new ConflictException("There are " + MOST + " task configs already.");
          }
          refuseTakenName(rows, checked.name(), null);
          TaskConfig config = new TaskConfig(Ids.next(), clock.instant());
          config.describe(checked, clock.instant());
          rows.add(config);
          rows.flush();
          rows.tell(config.id(), config.name(), "created");
          return config.view();
        });
  }

  /**
   * Replaces one. Tasks that exist keep it as it was.
   *
   * @param version the version the caller saw
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken, or somebody else changed it since
   */
  public TaskConfigView update(UUID id, TaskConfigDraft draft, int version) {
    TaskConfigDraft checked = TaskConfigChecks.check(draft);
    return changing(
        rows -> {
          TaskConfig config = rows.find(id).orElseThrow(() -> missing(id));
          refuseStale(config, version);
          refuseTakenName(rows, checked.name(), id);
          config.describe(checked, clock.instant());
          rows.flush();
          rows.tell(config.id(), config.name(), "changed");
          return config.view();
        });
  }

  /**
   * Removes one.
   *
   * @param version the version the caller saw
   * @param force whether its assignments go with it; those with running work retire first
   * @throws ConflictException when agents are assigned to it and they are not to go with it, or
   *     somebody else changed it since
   */
  public void delete(UUID id, int version, boolean force) {
    changing(
        rows -> {
          TaskConfig config = rows.find(id).orElseThrow(() -> missing(id));
          refuseStale(config, version);
          List<String> agents = rows.sql(sql -> AssignmentRows.agentsOf(sql, id, NAMED_AGENTS));
          if (!agents.isEmpty() && !force) {
            throw new ConflictException(
                ("The task config '%s' is assigned to %s: remove the assignments first, or delete"
                        + " it with ?force=true.")
                    .formatted(config.name(), String.join(", ", agents)));
          }
          rows.sql(sql -> AssignmentRows.retireAllOf(sql, id));
          rows.remove(config);
          rows.flush();
          rows.tell(id, config.name(), "deleted");
          return id;
        });
  }

  private <T> T changing(Function<TaskConfigRepository, T> work) {
    try {
      T result = repository.inTransaction(work);
      appended.fire(new EventsAppended());
      return result;
    } catch (PersistenceException e) {
      throw new ConflictException("Somebody else changed this at the same time; look again.");
    }
  }

  private static void refuseTakenName(TaskConfigRepository rows, String name, UUID own) {
    if (rows.findByName(name).filter(other -> !other.id().equals(own)).isPresent()) {
      throw new ConflictException("There is a task config '" + name + "' already.");
    }
  }

  private static void refuseStale(TaskConfig config, int seen) {
    if (seen != config.version()) {
      throw new ConflictException(
          "'%s' was changed since: version %d is now %d."
              .formatted(config.name(), seen, config.version()));
    }
  }

  private static Optional<TaskConfig> lookUp(TaskConfigRepository rows, String idOrName) {
    Optional<TaskConfig> byName = rows.findByName(idOrName);
    return byName.isPresent() ? byName : parseId(idOrName).flatMap(rows::find);
  }

  private static Optional<UUID> parseId(String text) {
    try {
      return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static NotFoundException missing(Object idOrName) {
    return new NotFoundException("task config", idOrName);
  }
}
