package org.gamelan.platform;

import java.sql.SQLException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

/** The database refused a statement or cannot be reached. */
public class DatabaseException extends GamelanException {
  private static final long serialVersionUID = 1L;
  private static final int DEEPEST = 20;

  private final String state;

  public DatabaseException(SQLException cause) {
    super(FailureKind.INTERNAL, "The database did not carry out a statement.", cause);
    this.state = cause.getSQLState();
  }

  /** Whether the database could not be reached, so that the same call may succeed later. */
  public boolean isConnectionLost() {
    return isConnectionLost(state);
  }

  /** Whether something failed because the database could not be reached, however wrapped. */
  public static boolean isConnectionLost(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      if (cause instanceof SQLException sql && isConnectionLost(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isConnectionLost(String state) {
    return state == null
        || state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53");
  }

  /** Whether the database refused with this SQL state. */
  public boolean hasState(String wanted) {
    return wanted.equals(state);
  }

  /** Whether a unique constraint was violated. */
  public boolean isDuplicate() {
    return "23505".equals(state);
  }
}
