package org.gamelan.json;

/**
 * One fault of a JSON document.
 *
 * @param path where, as a JSON pointer (RFC 6901); empty for the whole document
 * @param message what is wrong there, as a sentence without a subject
 */
public record Violation(String path, String message) {
  @Override
  public String toString() {
    return path.isEmpty() ? message : path + ": " + message;
  }
}
