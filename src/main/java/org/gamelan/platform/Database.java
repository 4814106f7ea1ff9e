package org.gamelan.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.postgresql.core.BaseConnection;

/**
 * Plain SQL in short transactions of their own, for what is hot or wants exact statements. Never
 * call it inside a container transaction, and never wait for anything but the database inside it.
 */
@ApplicationScoped
public class Database {
  /** SQL states of a transaction that lost a deadlock or a serialisation conflict. */
  private static final List<String> CONFLICTS = List.of("40001", "40P01");

  private static final int ATTEMPTS = 4;

  @Resource(lookup = "java:app/jdbc/gamelan")
  private DataSource dataSource;

  public Database() {}

  /** For tests. */
  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Work on an open connection; it must not commit, roll back or close it. */
  @FunctionalInterface
  public interface Work<T> {
    T run(Transaction transaction) throws SQLException;
  }

  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws SQLException;
  }

  /** An open transaction. */
  public static final class Transaction {
    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>(2);

    private Transaction(Connection connection) {
      this.connection = connection;
    }

    public Connection connection() {
      return connection;
    }

    /** Has something done once the transaction has committed, and only then. */
    public void afterCommit(Runnable action) {
      afterCommit.add(action);
    }
  }

  /**
   * Runs work in one transaction: commits when it returns, rolls back when it throws. Work that
   * loses a deadlock is run again, so it must not leave traces outside the transaction.
   *
   * @throws DatabaseException when the database refuses or cannot be reached
   */
  public <T> T inTransaction(Work<T> work) {
    return withoutConflict(() -> once(work));
  }

  /**
   * Runs work that is one statement and changes all it has to change by that: it is committed with
   * it, which saves going to the database and back again.
   *
   * @throws DatabaseException when the database refuses or cannot be reached
   */
  public <T> T inOneStatement(Work<T> work) {
    return withoutConflict(() -> alone(work));
  }

  private <T> T withoutConflict(Attempt<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return work.run();
      } catch (SQLException e) {
        // The pool's own exceptions have no state, and immutable collections refuse null.
        boolean conflict = e.getSQLState() != null && CONFLICTS.contains(e.getSQLState());
        if (attempt == ATTEMPTS || !conflict) {
          throw new DatabaseException(e);
        }
      }
    }
  }

  private <T> T alone(Work<T> work) throws SQLException {
    Transaction transaction;
    T result;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(true);
      transaction = new Transaction(driversOwn(connection));
      result = work.run(transaction);
    }
    transaction.afterCommit.forEach(Runnable::run);
    return result;
  }

  private <T> T once(Work<T> work) throws SQLException {
    Transaction transaction;
    T result;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      transaction = new Transaction(driversOwn(connection));
      boolean committed = false;
      try {
        result = work.run(transaction);
        connection.commit();
        committed = true;
      } finally {
        if (!committed) {
          rollBack(connection);
        }
      }
    }
    transaction.afterCommit.forEach(Runnable::run);
    return result;
  }

  /** The pool's wrappers look methods up by reflection for each id that is read. */
  private static Connection driversOwn(Connection pooled) throws SQLException {
    return pooled.unwrap(BaseConnection.class);
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      // The connection is lost; the server rolls back what it held, and the cause is on its way up.
      System.getLogger(Database.class.getName())
          .log(System.Logger.Level.DEBUG, "Roll-back failed", e);
    }
  }
}
