package org.gamelan.manifest;

import java.util.HashMap;
import java.util.Map;

/** Where the keys and values of one file stand, by JSON pointer. */
final class Positions {
  private final Map<String, Position> keys = new HashMap<>();
  private final Map<String, Position> values = new HashMap<>();

  void put(String pointer, Position key, Position value) {
    keys.put(pointer, key);
    values.put(pointer, value);
  }

  /** Where a key stands; that of the nearest known parent when there is no such key. */
  Position key(String pointer) {
    return nearest(keys, pointer);
  }

  /** Where a value stands; that of the nearest known parent when there is no such value. */
  Position value(String pointer) {
    return nearest(values, pointer);
  }

  /**
   * These places as seen from a document in which this one stands at a pointer.
   *
   * @param at where the key of the pointer stands
   */
  Positions below(String pointer, Position at) {
    Positions moved = new Positions();
    keys.forEach((path, position) -> moved.keys.put(pointer + path, position));
    values.forEach((path, position) -> moved.values.put(pointer + path, position));
    moved.put(pointer, at, at);
    return moved;
  }

  private static Position nearest(Map<String, Position> positions, String pointer) {
    String at = pointer;
    while (!positions.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return positions.getOrDefault(at, Position.START);
  }
}
