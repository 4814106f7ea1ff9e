package org.gamelan.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.gamelan.engine.Blueprint;
import org.gamelan.engine.Definitions;
import org.gamelan.engine.Jumps;
import org.gamelan.engine.StandingOverride;
import org.gamelan.engine.StandingOverrides;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.Hint;
import org.gamelan.event.HintHeard;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.failure.Suggestions;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.workflow.StageDefinition;

/**
 * Standing overrides: one snapshot on each node, read anew when one changes here, when another node
 * says so, and every few seconds for a word that got lost.
 */
@ApplicationScoped
public class StandingRules implements StandingOverrides {
  private static final Logger LOG = Logger.getLogger(StandingRules.class.getName());
  private static final String TOPIC = "overrides";
  private static final String CHANGED = "override.changed";
  private static final int LOOK_SECONDS = 5;

  /** How many may count at once. */
  static final int MOST = 200;

  private static final Duration USUAL = Duration.ofDays(30);
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final int MAX_STAGE = 200;

  /** How long those that expired are still shown. */
  private static final String KEPT = "interval '30 days'";

  private static final String SELECT =
      """
      select s.id, s.kind, s.value, s.workflow, s.pipeline, s.stage, s.agent, s.reason,
        s.created_by, s.created_at, s.expires_at, u.uses, u.used_at
      from standing_override s cross join lateral (
        select count(*) as uses, max(at) as used_at from routing where override_id = s.id) u
      """;

  private static final String IN_FORCE =
      """
      select id, kind, value, workflow, pipeline, stage, agent, expires_at from standing_override
      where expires_at > clock_timestamp()
      order by (workflow is not null)::int + (pipeline is not null)::int
        + (stage is not null)::int + (agent is not null)::int desc, id desc
      limit ?
      """;

  /** An input that was used is kept: what its tasks were done on is not written down elsewhere. */
  private static final String FORGET_OLD =
      "delete from standing_override s where expires_at < clock_timestamp() - "
          + KEPT
          + " and (kind <> 'input' or not exists (select from routing where override_id = s.id))";

  private static final int MAX_INPUT_CHARS = 16_384;

  private static final String REMOVE = "delete from standing_override where id = ?";

  private static final String END =
      """
      update standing_override set expires_at = least(expires_at, clock_timestamp()) where id = ?
      """;

  private final Database database;
  private final OverrideChecks checks;
  private final Definitions definitions;
  private final Clock clock;
  private final Event<EventsAppended> appended;
  private final Event<Hint> hints;
  private volatile List<StandingOverride> inForce;
  private ScheduledFuture<?> looking;

  @Resource private ManagedScheduledExecutorService scheduler;

  protected StandingRules() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public StandingRules(
      Database database,
      OverrideChecks checks,
      Definitions definitions,
      Clock clock,
      Event<EventsAppended> appended,
      Event<Hint> hints) {
    this.database = database;
    this.checks = checks;
    this.definitions = definitions;
    this.clock = clock;
    this.appended = appended;
    this.hints = hints;
  }

  void start(@Observes @Initialized(ApplicationScoped.class) Object started) {
    refresh();
    looking =
        scheduler.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (looking != null) {
      looking.cancel(false);
    }
  }

  void heard(@Observes HintHeard heard) {
    if (heard.hint().what().equals(CHANGED)) {
      look();
    }
  }

  private void look() {
    try {
      refresh();
    } catch (RuntimeException e) {
      // What was read last goes on to count; the next look comes in a moment.
      LOG.log(Level.WARNING, "Cannot read the standing overrides: {0}", e.getMessage());
    }
  }

  void refresh() {
    inForce =
        database.inTransaction(
            tx -> List.copyOf(Sql.query(tx.connection(), IN_FORCE, StandingRules::force, MOST)));
  }

  private static StandingOverride force(ResultSet row) throws SQLException {
    return new StandingOverride(
        Sql.id(row, "id"),
        Kind.find(row.getString("kind")).orElseThrow(),
        row.getString("value"),
        row.getString("workflow"),
        row.getString("pipeline"),
        row.getString("stage"),
        row.getString("agent"),
        Sql.instant(row, "expires_at"));
  }

  @Override
  public List<StandingOverride> inForce() {
    if (inForce == null) {
      // The engine may be quicker than our own start.
      refresh();
    }
    return inForce;
  }

  /** All of them, the newest first; those that expired within the last 30 days, too. */
  public List<Standing> list() {
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                SELECT
                    + " where expires_at > clock_timestamp() - "
                    + KEPT
                    + " order by s.id desc limit ?",
                StandingRules::standing,
                2 * MOST));
  }

  /**
   * @throws NotFoundException when there is none of this id
   */
  public Standing require(UUID id) {
    return database
        .inTransaction(
            tx ->
                Sql.find(tx.connection(), SELECT + " where s.id = ?", StandingRules::standing, id))
        .orElseThrow(() -> new NotFoundException("override", id));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        Sql.id(row, "id"),
        row.getString("kind"),
        row.getString("value"),
        row.getString("workflow"),
        row.getString("pipeline"),
        row.getString("stage"),
        row.getString("agent"),
        row.getString("reason"),
        row.getString("created_by"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "expires_at"),
        row.getLong("uses"),
        Sql.instant(row, "used_at"));
  }

  /**
   * Makes one.
   *
   * @throws InvalidInputException naming every field that does not fit
   * @throws ConflictException when there are too many
   */
  public Standing create(StandingDraft draft, String by) {
    Instant expires = check(draft);
    UUID id = Ids.next();
    changed(
        "override.created",
        id,
        draft,
        by,
        connection -> {
          Sql.update(connection, FORGET_OLD);
          int inserted =
              Sql.update(
                  connection,
                  """
                  insert into standing_override (id, kind, value, workflow, pipeline, stage, agent,
                    reason, created_by, expires_at)
                  select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                  where (select count(*) from standing_override
                    where expires_at > clock_timestamp()) < ?
                  """,
                  id,
                  draft.kind(),
                  draft.value(),
                  draft.workflow(),
                  draft.pipeline(),
                  draft.stage(),
                  draft.agent(),
                  draft.reason().strip(),
                  by,
                  expires,
                  MOST);
          if (inserted == 0) {
            throw new ConflictException(
                "There are " + MOST + " standing overrides already; remove one first.");
          }
          return inserted;
        });
    return require(id);
  }

  /**
   * Changes why and how long one counts; what it decides stays as its trace tells. Somebody else's
   * change of the same moment is not written over.
   *
   * @throws InvalidInputException naming every field that does not fit
   * @throws NotFoundException when there is none of this id
   */
  public Standing update(UUID id, String reason, Instant expiresAt, String by) {
    Standing before = require(id);
    StandingDraft draft =
        new StandingDraft(
            before.kind(),
            before.value(),
            before.workflow(),
            before.pipeline(),
            before.stage(),
            before.agent(),
            reason == null ? before.reason() : reason,
            expiresAt == null ? before.expiresAt() : expiresAt);
    Instant expires = check(draft);
    changed(
        CHANGED,
        id,
        draft,
        by,
        connection -> {
          int rows =
              Sql.update(
                  connection,
                  "update standing_override set reason = ?, expires_at = ? where id = ?"
                      + " and reason = ? and expires_at = ?",
                  draft.reason().strip(),
                  expires,
                  id,
                  before.reason(),
                  before.expiresAt());
          if (rows == 0) {
            throw new ConflictException("Somebody has changed it meanwhile; look at it again.");
          }
          return rows;
        });
    return require(id);
  }

  /**
   * Takes one back; stages that have begun under it go on.
   *
   * @throws NotFoundException when there is none of this id
   */
  public void remove(UUID id, String by) {
    Standing gone = require(id);
    StandingDraft draft =
        new StandingDraft(
            gone.kind(),
            gone.value(),
            gone.workflow(),
            gone.pipeline(),
            gone.stage(),
            gone.agent(),
            gone.reason(),
            gone.expiresAt());
    changed(
        "override.removed",
        id,
        draft,
        by,
        connection ->
            Sql.update(connection, gone.kind().equals(Kind.INPUT.id()) ? END : REMOVE, id));
  }

  /** A change of the table. */
  @FunctionalInterface
  private interface Change {
    int make(Connection connection) throws SQLException;
  }

  private void changed(String type, UUID id, StandingDraft draft, String by, Change change) {
    database.inTransaction(
        tx -> {
          if (change.make(tx.connection()) == 0) {
            throw new NotFoundException("override", id);
          }
          ObjectNode data = Json.object().put("kind", draft.kind());
          if (!Kind.INPUT.id().equals(draft.kind())) {
            data.put("value", draft.value());
          }
          data.put("reason", draft.reason()).put("by", by);
          EventLog.append(tx.connection(), List.of(new NewEvent(TOPIC, type, id, null, data)));
          tx.afterCommit(
              () -> {
                refresh();
                hints.fire(new Hint(CHANGED, id));
                appended.fire(new EventsAppended());
              });
          return id;
        });
  }

  private Instant check(StandingDraft draft) {
    List<FieldError> errors = new ArrayList<>();
    OverrideChecks.reason(draft.reason(), errors);
    Optional<Kind> kind = Optional.ofNullable(draft.kind()).flatMap(Kind::find);
    if (kind.isEmpty()) {
      errors.add(new FieldError("kind", "has to be agent, model, next or input"));
    }
    boolean given = draft.value() != null && !draft.value().isBlank();
    if (!given) {
      errors.add(new FieldError("value", "is missing; say what is put in the place of others"));
    }
    match(draft, errors);
    if (given && kind.isPresent()) {
      value(kind.get(), draft, errors);
    }
    Instant now = clock.instant();
    Instant expires = draft.expiresAt() == null ? now.plus(USUAL) : draft.expiresAt();
    if (!expires.isAfter(now) || expires.isAfter(now.plus(LONGEST))) {
      errors.add(
          new FieldError("expiresAt", "has to lie ahead, by a year at most; left out: 30 days"));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInputException(errors);
    }
    return expires;
  }

  private void value(Kind kind, StandingDraft draft, List<FieldError> errors) {
    switch (kind) {
      case AGENT ->
          checks
              .agentFault(draft.value(), draft.pipeline())
              .ifPresent(fault -> errors.add(new FieldError("value", fault)));
      case MODEL ->
          checks
              .modelFault(draft.value())
              .ifPresent(fault -> errors.add(new FieldError("value", fault)));
      case NEXT, INPUT -> ofStage(kind, draft, errors);
    }
  }

  /** Ways and inputs are about one stage of one graph, in which they have to make sense. */
  private void ofStage(Kind kind, StandingDraft draft, List<FieldError> errors) {
    if (draft.agent() != null) {
      errors.add(new FieldError("agent", "has no meaning for " + kind.id() + "; leave it out"));
    }
    if (draft.workflow() == null && draft.pipeline() == null) {
      errors.add(new FieldError("workflow", "is missing; name the workflow or pipeline it is for"));
    }
    if (draft.stage() == null) {
      errors.add(new FieldError("stage", "is missing; name the stage it is for"));
    }
    if (!errors.isEmpty()) {
      return;
    }
    Blueprint blueprint = definitions.blueprint(draft.workflow(), draft.pipeline());
    StageDefinition stage = blueprint.stages().get(draft.stage());
    if (stage == null) {
      errors.add(
          new FieldError(
              "stage",
              "is none of that workflow; it has " + Suggestions.list(blueprint.stages().keySet())));
    } else if (kind == Kind.INPUT) {
      input(stage, draft.value(), blueprint, errors);
    } else {
      next(stage.name(), draft.value(), blueprint, errors);
    }
  }

  private static void input(
      StageDefinition stage, String value, Blueprint blueprint, List<FieldError> errors) {
    if (value.length() > MAX_INPUT_CHARS) {
      errors.add(
          new FieldError(
              "value",
              "has more than "
                  + MAX_INPUT_CHARS
                  + " characters, which every node would keep in memory; give it to tasks one by"
                  + " one"));
      return;
    }
    try {
      OverrideChecks.input(stage, Json.parse(value), blueprint, errors);
    } catch (MalformedJsonException e) {
      errors.add(new FieldError("value", "has to be a JSON object: " + e.getMessage()));
    }
  }

  private static void next(
      String stage, String next, Blueprint blueprint, List<FieldError> errors) {
    Jumps jumps = new Jumps(blueprint);
    jumps
        .fault(stage, next)
        .or(
            () ->
                jumps.isBack(stage, next)
                    ? Optional.of("it leads back, which nobody decides for all tasks to come")
                    : Optional.empty())
        .ifPresent(why -> errors.add(new FieldError("value", "cannot be next: " + why)));
  }

  private void match(StandingDraft draft, List<FieldError> errors) {
    boolean none =
        Stream.of(draft.workflow(), draft.pipeline(), draft.stage(), draft.agent())
            .allMatch(name -> name == null || name.isBlank());
    if (none) {
      errors.add(
          new FieldError(
              "agent", "say where it counts: name a workflow, pipeline, stage or agent"));
    }
    known("workflow", draft.workflow(), definitions.catalogue().workflows().keySet(), errors);
    known("pipeline", draft.pipeline(), definitions.catalogue().pipelines().keySet(), errors);
    if (draft.agent() != null) {
      known("agent", draft.agent(), checks.agentNames(), errors);
      if (draft.agent().equals(draft.value()) && Kind.AGENT.id().equals(draft.kind())) {
        errors.add(new FieldError("value", "is the agent that works there anyway"));
      }
    }
    if (draft.stage() != null
        && (draft.stage().isBlank()
            || draft.stage().length() > MAX_STAGE
            || draft.stage().indexOf('\0') >= 0)) {
      errors.add(new FieldError("stage", "has to be the name of a stage"));
    }
  }

  private static void known(String field, String name, Set<String> names, List<FieldError> errors) {
    if (name != null && !names.contains(name)) {
      errors.add(
          new FieldError(
              field,
              "there is no " + field + " '" + name + "'; known: " + Suggestions.list(names)));
    }
  }
}
