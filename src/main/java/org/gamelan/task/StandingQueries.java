package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Standing overrides as people look at them, those that expired within the last 30 days, too. */
@ApplicationScoped
public class StandingQueries {
  /** How long those that expired are still shown. */
  static final String KEPT = "interval '30 days'";

  private static final String SELECT =
      """
      select s.id, s.kind, s.value, s.workflow, s.pipeline, s.stage, s.agent, s.reason,
        s.created_by, s.created_at, s.expires_at, u.uses, u.used_at
      from standing_override s cross join lateral (
        select count(*) as uses, max(at) as used_at from routing where override_id = s.id) u
      """;

  private static final String SHOWN = " where s.expires_at > clock_timestamp() - " + KEPT;

  private final Database database;

  protected StandingQueries() {
    this(null);
  }

  @Inject
  public StandingQueries(Database database) {
    this.database = database;
  }

  /**
   * The oldest first.
   *
   * @param after behind which the list begins, or null
   * @param limit how many at most
   */
  public List<Standing> oldest(UUID after, int limit) {
    return list(" and s.id > ?", after, " order by s.id limit ?", limit);
  }

  /**
   * The newest first.
   *
   * @param before behind which the list begins, or null
   * @param limit how many at most
   */
  public List<Standing> newest(UUID before, int limit) {
    return list(" and s.id < ?", before, " order by s.id desc limit ?", limit);
  }

  private List<Standing> list(String behind, UUID place, String order, int limit) {
    String sql = SELECT + SHOWN + (place == null ? "" : behind) + order;
    Object[] values = place == null ? new Object[] {limit} : new Object[] {place, limit};
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), sql, StandingQueries::standing, values));
  }

  public Optional<Standing> find(UUID id) {
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), SELECT + " where s.id = ?", StandingQueries::standing, id));
  }

  /**
   * @throws NotFoundException when there is none of this id
   */
  public Standing require(UUID id) {
    return find(id).orElseThrow(() -> new NotFoundException("override", id));
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
}
