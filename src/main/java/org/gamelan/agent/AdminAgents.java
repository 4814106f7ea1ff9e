package org.gamelan.agent;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.failure.Suggestions;
import org.gamelan.platform.Database;
import org.gamelan.provider.Models;
import org.gamelan.tool.ToolDefinition;
import org.gamelan.tool.Tools;

/**
 * What administrators decide about agents: those they make, and which ones take work. When a change
 * returns it is committed and in force on this node; other nodes see it within seconds. Who may
 * change what is up to the doors.
 */
@ApplicationScoped
public class AdminAgents {
  /** The most agents that administrators may make. */
  public static final int MOST = 10_000;

  private static final Logger LOG = Logger.getLogger(AdminAgents.class.getName());
  private static final long LOOK_SECONDS = 2;

  private final Database database;
  private final AgentRegistry registry;
  private final Models models;
  private final Tools tools;
  private final Event<EventsAppended> appended;
  private volatile long seen = -1;
  private ScheduledFuture<?> looking;

  @Resource private ManagedScheduledExecutorService scheduler;

  protected AdminAgents() {
    this(null, null, null, null, null);
  }

  @Inject
  public AdminAgents(
      Database database,
      AgentRegistry registry,
      Models models,
      Tools tools,
      Event<EventsAppended> appended) {
    this.database = database;
    this.registry = registry;
    this.models = models;
    this.tools = tools;
    this.appended = appended;
  }

  /** Work inside the transaction of a change. */
  @FunctionalInterface
  public interface Question {
    boolean ask(Connection connection) throws SQLException;
  }

  /** Begins to look for changes of other nodes. */
  synchronized void start() {
    refresh();
    if (looking == null) {
      looking =
          scheduler.scheduleWithFixedDelay(
              this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  @PreDestroy
  synchronized void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  private void look() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // What is in force goes on; the next look comes in a moment.
      LOG.log(Level.WARNING, "Cannot read the agents of administrators: {0}", e.getMessage());
    }
  }

  /** What was read, and the number of the last change it holds. */
  private record Read(long change, AdminLayer layer) {}

  /** Puts what the database has into force, when it changed. */
  public synchronized void refresh() {
    Optional<Read> read = database.inTransaction(tx -> readIfChanged(tx.connection()));
    if (read.isPresent()) {
      registry.replaceAdmin(read.get().layer());
      seen = read.get().change();
    }
  }

  /**
   * Whether what is in force here is what administrators decided last. They decide nothing new
   * until the transaction of the connection has ended.
   */
  public boolean isCurrent(Connection connection) throws SQLException {
    return AgentRows.holdChanges(connection) == seen;
  }

  private Optional<Read> readIfChanged(Connection connection) throws SQLException {
    long change = AgentRows.change(connection);
    return change == seen
        ? Optional.empty()
        : Optional.of(new Read(change, AgentRows.admin(connection, MOST)));
  }

  /**
   * Makes an agent.
   *
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when the name is taken or there are too many
   */
  public AgentEntry create(AgentBuilder draft, String by) {
    AgentDefinition definition = check(draft);
    String name = definition.name();
    registry
        .findOfOperator(name)
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "There is an agent '%s' already, from %s: edit it there, or take another name."
                      .formatted(name, other.definition().origin()));
            });
    change(
        connection -> {
          if (AgentRows.count(connection) >= MOST) {
            throw new ConflictException("There are " + MOST + " agents of administrators already.");
          }
          AgentDefinition numbered = raise(connection, definition, by);
          if (!AgentRows.insert(connection, definition, by)) {
            throw new ConflictException("There is an agent '" + name + "' already.");
          }
          AgentRows.switchTo(connection, name, null);
          tell(connection, numbered);
        });
    return require(name);
  }

  /**
   * Changes an agent that an administrator made.
   *
   * @param seenVersion the version its caller has seen
   * @param by who changes it; kept with the version
   * @throws InvalidInputException with all faults of the draft
   * @throws ConflictException when it comes from elsewhere, is retiring, or was changed since
   */
  public AgentEntry update(AgentBuilder draft, int seenVersion, String by) {
    requireOfAdmin(require(draft.name()));
    AgentDefinition definition = check(draft);
    change(
        connection -> {
          if (!AgentRows.update(connection, definition, seenVersion)) {
            throw new ConflictException(
                "The agent '%s' is retiring or was changed since; look again."
                    .formatted(draft.name()));
          }
          AgentRows.switchTo(connection, definition.name(), null);
          tell(connection, raise(connection, definition, by));
        });
    return require(draft.name());
  }

  /**
   * Removes an agent that an administrator made, or has it retire.
   *
   * @param busy whether tasks of it are unfinished; if not, it goes
   * @return whether it is gone already
   * @throws ConflictException when it comes from elsewhere
   */
  public boolean remove(String name, Question busy) {
    AgentEntry entry = require(name);
    requireOfAdmin(entry);
    boolean[] gone = new boolean[1];
    change(
        connection -> {
          gone[0] = !busy.ask(connection);
          if (gone[0]) {
            end(connection, name);
          } else if (AgentRows.retire(connection, name, true)) {
            EventLog.append(
                connection,
                List.of(StoredVersions.changed(entry.definition(), AgentStatus.RETIRING)));
          }
        });
    return gone[0];
  }

  /** Removes a retiring agent that has nothing in hand any more; tells whether it went. */
  public boolean finish(String name, Question busy) {
    boolean[] gone = new boolean[1];
    change(
        connection -> {
          gone[0] = AgentRows.isRetiring(connection, name) && !busy.ask(connection);
          if (gone[0]) {
            end(connection, name);
          }
        });
    return gone[0];
  }

  private static void end(Connection connection, String name) throws SQLException {
    if (AgentRows.delete(connection, name)) {
      AgentRows.switchTo(connection, name, null);
      EventLog.append(connection, List.of(StoredVersions.removed(name)));
    }
  }

  /** Lets an agent of any source take work; one that was retiring stays. */
  public AgentEntry enable(String name) {
    return switchTo(name, true);
  }

  /** Gives an agent of any source no new work. */
  public AgentEntry disable(String name) {
    return switchTo(name, false);
  }

  private AgentEntry switchTo(String name, boolean enabled) {
    AgentEntry entry = require(name);
    AgentDefinition definition = entry.definition();
    change(
        connection -> {
          if (!enabled && AgentRows.isRetiring(connection, name)) {
            throw new ConflictException(
                "The agent '%s' is retiring and takes nothing new anyway.".formatted(name));
          }
          AgentRows.retire(connection, name, false);
          AgentRows.switchTo(connection, name, definition.enabled() == enabled ? null : enabled);
          EventLog.append(
              connection,
              List.of(
                  StoredVersions.changed(
                      definition, enabled ? AgentStatus.AVAILABLE : AgentStatus.DISABLED)));
        });
    return require(name);
  }

  private AgentDefinition raise(Connection connection, AgentDefinition definition, String by)
      throws SQLException {
    Integer number =
        AgentRows.raise(connection, List.of(definition.withOrigin(by))).get(definition.name());
    return number == null
        ? definition.withVersion(
            AgentRows.heads(connection, List.of(definition.name())).get(definition.name()).number())
        : definition.withVersion(number);
  }

  private static void tell(Connection connection, AgentDefinition definition) throws SQLException {
    AgentStatus status = definition.enabled() ? AgentStatus.AVAILABLE : AgentStatus.DISABLED;
    EventLog.append(connection, List.of(StoredVersions.changed(definition, status)));
  }

  /** What is done in the transaction of a change. */
  @FunctionalInterface
  private interface Change {
    void apply(Connection connection) throws SQLException;
  }

  private void change(Change change) {
    database.inTransaction(
        tx -> {
          AgentRows.touch(tx.connection());
          change.apply(tx.connection());
          return null;
        });
    refresh();
    appended.fire(new EventsAppended());
  }

  /**
   * @throws NotFoundException when there is no agent of this name
   */
  public AgentEntry require(String name) {
    return registry.findEntry(name).orElseThrow(() -> new NotFoundException("agent", name));
  }

  /**
   * @throws ConflictException saying where to change it instead
   */
  private static void requireOfAdmin(AgentEntry entry) {
    if (!entry.isOfAdmin()) {
      throw new ConflictException(
          "The agent '%s' comes from %s: edit it there, or clone it and change the clone."
              .formatted(entry.name(), entry.definition().origin()));
    }
  }

  /** Everything that keeps a draft from being made or changed here, but its name being taken. */
  public List<FieldError> problems(AgentBuilder draft) {
    List<FieldError> errors = new ArrayList<>(draft.problems());
    AgentDefinition definition = draft.draft();
    checkModel(definition, errors);
    checkTools(definition, errors);
    checkFallback(definition, errors);
    return errors;
  }

  /** The definition, when everything it says and names can be. */
  private AgentDefinition check(AgentBuilder draft) {
    AgentBuilder own = draft.from(AgentSource.ADMIN, null);
    List<FieldError> errors = problems(own);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return own.build();
  }

  private void checkModel(AgentDefinition definition, List<FieldError> errors) {
    String model = definition.model();
    if (model != null && !models.isKnown(model)) {
      String alias = model.replaceFirst("@.*", "");
      errors.add(unknown("model", "model", model, alias, Set.copyOf(models.aliases())));
    }
  }

  private void checkTools(AgentDefinition definition, List<FieldError> errors) {
    Set<String> known = new LinkedHashSet<>();
    tools.list().stream().map(ToolDefinition::name).forEach(known::add);
    List<String> given = definition.tools();
    for (int i = 0; i < Math.min(given.size(), AgentFaults.MAX_WORDS); i++) {
      if (!known.contains(given.get(i))) {
        errors.add(unknown("tools." + i, "tool", given.get(i), given.get(i), known));
      }
    }
  }

  private void checkFallback(AgentDefinition definition, List<FieldError> errors) {
    String fallback = definition.fallback();
    if (fallback == null || definition.name() == null || fallback.equals(definition.name())) {
      return;
    }
    if (registry.find(fallback).isEmpty()) {
      errors.add(unknown("fallback", "agent", fallback, fallback, registry.names()));
      return;
    }
    Set<String> path = new LinkedHashSet<>();
    path.add(definition.name());
    String at = fallback;
    while (at != null && path.add(at)) {
      at = registry.find(at).map(AgentDefinition::fallback).orElse(null);
    }
    if (definition.name().equals(at)) {
      errors.add(
          new FieldError("fallback", "goes round: " + String.join(" -> ", path) + " -> " + at));
    }
  }

  private static FieldError unknown(
      String field, String what, String shown, String name, Set<String> known) {
    String advice =
        Suggestions.nearest(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("known: " + Suggestions.list(known));
    return new FieldError(field, "there is no " + what + " '" + shown + "'; " + advice);
  }

  /** What every version of an agent was, the newest first; also of one that is gone. */
  public List<AgentVersion> versions(String idOrName) {
    return database.inTransaction(
        tx -> AgentRows.versions(tx.connection(), everKnown(tx.connection(), idOrName)));
  }

  /**
   * One version of an agent; also of one that is gone.
   *
   * @throws NotFoundException when there is none, or none any more
   */
  public AgentVersion version(String idOrName, int number) {
    Optional<AgentVersion> version =
        database.inTransaction(
            tx -> AgentRows.version(tx.connection(), everKnown(tx.connection(), idOrName), number));
    return version.orElseThrow(
        () -> new NotFoundException("version " + number + " of the agent", idOrName));
  }

  /** The name behind an id or a name; also of an agent that is gone. */
  public String everKnown(String idOrName) {
    return database.inTransaction(tx -> everKnown(tx.connection(), idOrName));
  }

  private static String everKnown(Connection connection, String idOrName) throws SQLException {
    return AgentRows.findName(connection, idOrName)
        .orElseThrow(() -> new NotFoundException("agent", idOrName));
  }
}
