package org.gamelan.bench;

/**
 * How to reach the embedded PostgreSQL of the server under test.
 *
 * @param url the JDBC URL
 * @param user the user
 * @param password the password
 * @param process the id of the main PostgreSQL process
 */
record DatabaseAccess(String url, String user, String password, long process) {
  @Override
  public String toString() {
    return "DatabaseAccess[" + url + "]";
  }
}
