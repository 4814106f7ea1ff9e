package org.gamelan.task;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A client's promise that equal keys mean the same request.
 *
 * @param owner whose key space it is
 * @param key as the client sent it, at most 200 characters
 * @param bodyHash SHA-256 of the request's body
 */
public record Idempotency(String owner, String key, byte[] bodyHash) {
  public static final int MAX_KEY = 200;

  /**
   * The keys of so many tasks of one request; a character that no header holds tells them apart.
   */
  List<String> keys(int tasks) {
    return IntStream.range(0, tasks).mapToObj(i -> i == 0 ? key : key + "\u001f" + i).toList();
  }
}
