package org.gamelan.memory;

/**
 * The direction of a meaning, one byte for each dimension: a quarter of what an embedding model
 * sends, and near enough, since only directions are compared.
 */
final class MemoryVector {
  private static final int LARGEST = Byte.MAX_VALUE;

  private MemoryVector() {}

  /** Scales a vector so that its largest part becomes 127. */
  static byte[] of(float[] vector) {
    float largest = 0;
    for (float part : vector) {
      largest = Math.max(largest, Math.abs(part));
    }
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      bytes[i] = (byte) Math.round(vector[i] / largest * LARGEST);
    }
    return bytes;
  }

  /**
   * The cosine of the angle between two vectors, from -1 to 1: 1 for the same direction.
   *
   * @throws IllegalArgumentException when they have different dimensions
   */
  static double cosine(byte[] one, byte[] other) {
    if (one.length != other.length) {
      throw new IllegalArgumentException(
          "vectors of %d and %d dimensions".formatted(one.length, other.length));
    }
    long product = 0;
    long lengthOfOne = 0;
    long lengthOfOther = 0;
    for (int i = 0; i < one.length; i++) {
      product += one[i] * other[i];
      lengthOfOne += one[i] * one[i];
      lengthOfOther += other[i] * other[i];
    }
    return product / Math.sqrt((double) lengthOfOne * lengthOfOther);
  }
}
