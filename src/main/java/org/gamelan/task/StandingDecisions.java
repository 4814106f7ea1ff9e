package org.gamelan.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.gamelan.engine.TaskOverride.Kind;
import org.gamelan.event.EventLog;
import org.gamelan.event.EventsAppended;
import org.gamelan.event.Hint;
import org.gamelan.event.NewEvent;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;

/** Makes, changes and takes back standing overrides; every node hears of it. */
@ApplicationScoped
public class StandingDecisions {
  private static final String TOPIC = "overrides";

  /** An input that was used is kept: what its tasks were done on is not written down elsewhere. */
  private static final String FORGET_OLD =
      "delete from standing_override s where expires_at < clock_timestamp() - "
          + StandingQueries.KEPT
          + " and (kind <> 'input' or not exists (select from routing where override_id = s.id))";

  private static final String REMOVE = "delete from standing_override where id = ?";

  private static final String END =
      """
      update standing_override set expires_at = least(expires_at, clock_timestamp()) where id = ?
      """;

  private final Database database;
  private final StandingQueries queries;
  private final StandingRules rules;
  private final StandingChecks checks;
  private final Event<EventsAppended> appended;
  private final Event<Hint> hints;

  protected StandingDecisions() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public StandingDecisions(
      Database database,
      StandingQueries queries,
      StandingRules rules,
      StandingChecks checks,
      Event<EventsAppended> appended,
      Event<Hint> hints) {
    this.database = database;
    this.queries = queries;
    this.rules = rules;
    this.checks = checks;
    this.appended = appended;
    this.hints = hints;
  }

  /**
   * Makes one.
   *
   * @throws InvalidInputException naming every field that does not fit
   * @throws ConflictException when there are too many
   */
  public Standing create(StandingDraft draft, String by) {
    Instant expires = checks.check(draft);
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
                  StandingRules.MOST);
          if (inserted == 0) {
            throw new ConflictException(
                "There are "
                    + StandingRules.MOST
                    + " standing overrides already; remove one first.");
          }
          return inserted;
        });
    return queries.require(id);
  }

  /**
   * Changes why and how long one counts; what it decides stays as its trace tells. Somebody else's
   * change of the same moment is not written over.
   *
   * @throws InvalidInputException naming every field that does not fit
   * @throws NotFoundException when there is none of this id
   */
  public Standing update(UUID id, String reason, Instant expiresAt, String by) {
    Standing before = queries.require(id);
    StandingDraft draft =
        draft(
            before,
            reason == null ? before.reason() : reason,
            expiresAt == null ? before.expiresAt() : expiresAt);
    Instant expires = checks.check(draft);
    changed(
        StandingRules.CHANGED,
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
    return queries.require(id);
  }

  private static StandingDraft draft(Standing of, String reason, Instant expiresAt) {
    return new StandingDraft(
        of.kind(),
        of.value(),
        of.workflow(),
        of.pipeline(),
        of.stage(),
        of.agent(),
        reason,
        expiresAt);
  }

  /**
   * Takes one back; stages that have begun under it go on.
   *
   * @throws NotFoundException when there is none of this id
   */
  public void remove(UUID id, String by) {
    Standing gone = queries.require(id);
    StandingDraft draft = draft(gone, gone.reason(), gone.expiresAt());
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
                rules.refresh();
                hints.fire(new Hint(StandingRules.CHANGED, id));
                appended.fire(new EventsAppended());
              });
          return id;
        });
  }
}
