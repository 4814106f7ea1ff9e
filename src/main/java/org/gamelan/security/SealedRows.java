package org.gamelan.security;

import java.sql.Connection;
import java.sql.SQLException;

/** A part of the application that stores sealed secrets; CDI finds those there are. */
public interface SealedRows {
  /** Makes of a sealed secret what is to be stored instead. */
  @FunctionalInterface
  interface Again {
    /**
     * @param sealed as it is stored
     * @param place what it belongs to, see {@link Secrets#seal}
     * @return the same array to leave it as it is
     */
    byte[] seal(byte[] sealed, String place);
  }

  /**
   * Goes through all its secrets inside a transaction, and keeps new ones out until it ends.
   *
   * @return how many there are
   */
  int forEach(Connection connection, Again again) throws SQLException;
}
