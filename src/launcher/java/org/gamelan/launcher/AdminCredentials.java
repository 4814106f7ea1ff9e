package org.gamelan.launcher;

/**
 * How the first administrator gets in.
 *
 * @param password for pages and Basic
 * @param apiKey for Bearer
 * @param created whether this start made them
 */
record AdminCredentials(String password, String apiKey, boolean created) {

  static final String USER = "admin";

  static String json(String password, String apiKey) {
    return "{\"user\":\""
        + USER
        + "\",\"password\":\""
        + Texts.escapeJson(password)
        + "\",\"apiKey\":\""
        + Texts.escapeJson(apiKey)
        + "\"}\n";
  }

  @Override
  public String toString() {
    return "AdminCredentials[" + USER + "]";
  }
}
