package org.gamelan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.json.Json;
import org.gamelan.platform.Sql;

/**
 * The state of validations in the rows of providers. Nothing here raises a row's version: what an
 * administrator sets is not changed by looking at it. All times are the database's.
 */
final class ValidationRows {
  /** A claim that is older belongs to nobody any more. */
  private static final String STALE = "interval '2 minutes'";

  private static final String FREE =
      "(checking_since is null or checking_since < now() - " + STALE + ")";

  private static final String DUE =
      "(case when checking_since is null then coalesce(check_due_at, created_at) <= now()"
          + " else checking_since < now() - "
          + STALE
          + " end)";

  private static final String CLAIM =
      "update provider set checking_since = clock_timestamp(), status = 'validating'"
          + " where id = ? and retired_at is null and "
          + FREE
          + " and (? or "
          + DUE
          + ") returning name, kind, checking_since";

  private static final String BEGIN =
      """
      update provider set checking_since = clock_timestamp()
      where id = ? and checking_since = ? and retired_at is null
      returning checking_since, steps::text as steps, validated_at, check_due_at
      """;

  private static final String FINISH =
      """
      update provider set checking_since = null, status = ?, status_detail = ?,
        validated_at = now(), check_due_at = now() + ? * interval '1 millisecond',
        steps = ?::jsonb, offered = coalesce(?::jsonb, offered)
      where id = ? and checking_since = ?
      returning name
      """;

  private static final String FIND_DUE =
      "select id from provider where retired_at is null and "
          + DUE
          + " order by check_due_at nulls first limit ?";

  private ValidationRows() {}

  /** A row whose validation was just claimed. */
  record Claimed(String name, String kind, Instant claim) {}

  /**
   * A validation that has begun.
   *
   * @param claim by which it ends
   * @param steps those of the validation before
   * @param failedBefore how long the pause was after the failure before; null when it was well
   */
  record Begun(Instant claim, List<ValidationStep> steps, Duration failedBefore) {}

  /**
   * Takes a provider for validation, unless somebody has it.
   *
   * @param inAnyCase whether it is taken before its time, too
   */
  static Optional<Claimed> claim(Connection connection, UUID provider, boolean inAnyCase)
      throws SQLException {
    return Sql.find(
        connection,
        CLAIM,
        row ->
            new Claimed(
                row.getString("name"), row.getString("kind"), Sql.instant(row, "checking_since")),
        provider,
        inAnyCase);
  }

  /** Begins what was claimed; nothing when the claim is not in force any more. */
  static Optional<Begun> begin(Connection connection, ValidationOrder order) throws SQLException {
    return Sql.find(connection, BEGIN, ValidationRows::begun, order.provider(), order.claim());
  }

  /** Ends a validation: its provider's name, or nothing when it does not count any more. */
  static Optional<String> finish(
      Connection connection, UUID provider, Instant claim, ValidationReport report, Duration pause)
      throws SQLException {
    return Sql.find(
        connection,
        FINISH,
        row -> row.getString("name"),
        report.ok() ? "valid" : "invalid",
        report.detail().orElse(null),
        pause.toMillis(),
        Json.write(Json.tree(report.steps())),
        report.offered() == null ? null : Json.write(Json.tree(report.offered())),
        provider,
        claim);
  }

  /** Those whose time has come, and those that whoever had them left alone. */
  static List<UUID> due(Connection connection, int max) throws SQLException {
    return Sql.query(connection, FIND_DUE, row -> Sql.id(row, "id"), max);
  }

  /** Steps as they are stored. */
  static List<ValidationStep> steps(JsonNode stored) {
    return items(stored, ValidationStep.class);
  }

  /** Offered models as they are stored. */
  static List<OfferedModel> offered(JsonNode stored) {
    return items(stored, OfferedModel.class);
  }

  private static <T> List<T> items(JsonNode stored, Class<T> type) {
    List<T> items = new ArrayList<>();
    if (stored != null) {
      stored.forEach(item -> items.add(Json.as(item, type)));
    }
    return List.copyOf(items);
  }

  private static Begun begun(ResultSet row) throws SQLException {
    String json = row.getString("steps");
    List<ValidationStep> steps = json == null ? List.of() : steps(Json.parseOwn(json));
    boolean failed = !steps.isEmpty() && !new ValidationReport(steps, null).ok();
    Instant validated = Sql.instant(row, "validated_at");
    Instant due = Sql.instant(row, "check_due_at");
    Duration pause =
        failed && validated != null && due != null ? Duration.between(validated, due) : null;
    return new Begun(Sql.instant(row, "checking_since"), steps, pause);
  }
}
