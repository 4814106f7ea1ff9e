package org.gamelan.security.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Credentials of Basic authentication (RFC 7617).
 *
 * @param name the user's name
 * @param password may be empty and may hold colons
 */
record BasicCredentials(String name, String password) {

  /** Reads what stands behind {@code Basic}; what cannot be read is nobody's name. */
  static BasicCredentials parse(String value) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return new BasicCredentials("", "");
    }
    int colon = text.indexOf(':');
    return colon < 0
        ? new BasicCredentials(text, "")
        : new BasicCredentials(text.substring(0, colon), text.substring(colon + 1));
  }

  @Override
  public String toString() {
    return "BasicCredentials of " + name;
  }
}
