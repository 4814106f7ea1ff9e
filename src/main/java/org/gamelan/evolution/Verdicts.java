package org.gamelan.evolution;

/** What reviews say, as a number from 0 to 1. */
final class Verdicts {
  private Verdicts() {}

  /**
   * The score where there is one: of 1, of 10 or of 100, by its size; else whether it was approved.
   *
   * @param approved the text of the answer's {@code approved}
   * @param score the text of its {@code score}, or null
   */
  static double quality(String approved, String score) {
    double number = score == null ? Double.NaN : parse(score);
    if (number >= 0 && number <= 100) {
      return number <= 1 ? number : number <= 10 ? number / 10 : number / 100;
    }
    return approved.equals("true") ? 1 : 0;
  }

  private static double parse(String score) {
    try {
      return Double.parseDouble(score);
    } catch (NumberFormatException e) {
      // A model may write a word where a number is usual; then approval alone counts.
      return Double.NaN;
    }
  }
}
