package org.gamelan.task;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.gamelan.failure.NotFoundException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** What people are asked, and what they have answered. */
@ApplicationScoped
public class Approvals {
  private static final int MOST_COUNTED = 1_000;

  private final Database database;

  protected Approvals() {
    this(null);
  }

  @Inject
  public Approvals(Database database) {
    this.database = database;
  }

  /**
   * An approval with what it shows and what was said.
   *
   * @throws NotFoundException when there is none
   */
  public Approval require(UUID id) {
    return database
        .inTransaction(tx -> ApprovalRows.find(tx.connection(), id))
        .orElseThrow(() -> new NotFoundException("approval", id));
  }

  /**
   * Approvals without what they show: pending ones first, then the newest.
   *
   * @param after behind which the list begins, or null
   * @param limit how many at most
   */
  public List<Approval> list(ApprovalFilter filter, ApprovalCursor after, int limit) {
    return database.inTransaction(tx -> ApprovalRows.list(tx.connection(), filter, after, limit));
  }

  /** How many wait for people, counted up to 1,000. */
  public int pending() {
    String sql =
        "select count(*) from (select from approval where status = 'pending' limit ?) as pending";
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), sql, row -> row.getInt(1), MOST_COUNTED).orElse(0));
  }
}
