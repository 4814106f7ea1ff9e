package org.gamelan.provider;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.platform.Sql;

/** Rows of budgets and their accounts. */
final class BudgetRows {
  private static final String COLUMNS =
      "id, name, scope, subject, period, unit, amount, exhausted, created_at, version";

  private static final String INSERT =
      """
      insert into budget (id, name, scope, subject, period, unit, amount, exhausted)
      values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (name) do nothing
      """;

  private static final String UPDATE =
      """
      update budget set name = ?, scope = ?, subject = ?, period = ?, unit = ?, amount = ?,
        exhausted = ?, version = version + 1
      where id = ? and version = ?
        and not exists (select from budget other where other.name = ? and other.id <> ?)
      """;

  /** Nothing is changed when the account would be overdrawn. */
  private static final String RESERVE =
      """
      insert into budget_account (budget_id, subject, period_start, reserved)
      select b.id, ?, case when b.period = 'day' then (now() at time zone 'utc')::date
          else date '1970-01-01' end, ?
      from budget b where b.id = ? and ? <= b.amount
      on conflict (budget_id, subject, period_start) do update
        set reserved = budget_account.reserved + excluded.reserved
        where budget_account.spent + budget_account.reserved + excluded.reserved
          <= (select amount from budget where id = excluded.budget_id)
      returning period_start::text
      """;

  private static final String SETTLE =
      """
      update budget_account set reserved = greatest(0, reserved - ?), spent = spent + ?
      where budget_id = ? and subject = ? and period_start = ?::date
      """;

  private static final String STATES =
      """
      select a.subject as account, a.spent, a.reserved, b.*
      from budget b join budget_account a on a.budget_id = b.id
      where a.period_start = case when b.period = 'day' then (now() at time zone 'utc')::date
        else date '1970-01-01' end
        and (?::uuid is null or b.id = ?)
      order by b.name, a.spent + a.reserved desc
      limit ?
      """;

  private BudgetRows() {}

  static List<Budget> all(Connection connection) throws SQLException {
    return Sql.query(
        connection, "select " + COLUMNS + " from budget order by name", BudgetRows::budget);
  }

  static Optional<Budget> find(Connection connection, UUID id) throws SQLException {
    return Sql.find(
        connection, "select " + COLUMNS + " from budget where id = ?", BudgetRows::budget, id);
  }

  static boolean insert(Connection connection, UUID id, BudgetDraft draft) throws SQLException {
    return Sql.update(
            connection,
            INSERT,
            id,
            draft.name(),
            draft.scope(),
            draft.subject(),
            draft.period(),
            draft.unit(),
            draft.amount(),
            draft.exhausted())
        == 1;
  }

  static boolean update(Connection connection, UUID id, int version, BudgetDraft draft)
      throws SQLException {
    return Sql.update(
            connection,
            UPDATE,
            draft.name(),
            draft.scope(),
            draft.subject(),
            draft.period(),
            draft.unit(),
            draft.amount(),
            draft.exhausted(),
            id,
            version,
            draft.name(),
            id)
        == 1;
  }

  static boolean delete(Connection connection, UUID id) throws SQLException {
    return Sql.update(connection, "delete from budget where id = ?", id) == 1;
  }

  /** The beginning of the account's period, or nothing when there is not enough left. */
  static Optional<String> reserve(
      Connection connection, UUID budget, String subject, BigDecimal amount) throws SQLException {
    return Sql.find(connection, RESERVE, row -> row.getString(1), subject, amount, budget, amount);
  }

  static void settle(
      Connection connection, Reservation.Part part, BigDecimal reserved, BigDecimal spent)
      throws SQLException {
    Sql.update(
        connection, SETTLE, reserved, spent, part.budget().id(), part.subject(), part.period());
  }

  static List<BudgetState> states(Connection connection, Optional<UUID> budget, int limit)
      throws SQLException {
    UUID id = budget.orElse(null);
    return Sql.query(
        connection,
        STATES,
        row ->
            new BudgetState(
                budget(row),
                row.getString("account"),
                row.getBigDecimal("spent"),
                row.getBigDecimal("reserved")),
        id,
        id,
        limit);
  }

  private static Budget budget(ResultSet row) throws SQLException {
    return new Budget(
        Sql.id(row, "id"),
        row.getString("name"),
        row.getString("scope"),
        row.getString("subject"),
        row.getString("period"),
        row.getString("unit"),
        row.getBigDecimal("amount"),
        row.getString("exhausted"),
        Sql.instant(row, "created_at"),
        row.getInt("version"));
  }
}
