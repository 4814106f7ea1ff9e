package org.gamelan.task;

/**
 * A client's promise that equal keys mean the same request.
 *
 * @param owner whose key space it is
 * @param key as the client sent it, at most 200 characters
 * @param bodyHash SHA-256 of the request's body
 */
public record Idempotency(String owner, String key, byte[] bodyHash) {
  public static final int MAX_KEY = 200;
}
