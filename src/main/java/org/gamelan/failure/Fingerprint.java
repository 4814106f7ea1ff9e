package org.gamelan.failure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What makes failures equal: their kind, where they happened, and their message without what varies
 * from one time to the next (ids, times, numbers, sizes).
 */
public final class Fingerprint {
  private static final Pattern ID =
      Pattern.compile("\\b\\p{XDigit}{8}-(?:\\p{XDigit}{4}-){3}\\p{XDigit}{12}\\b");

  private static final Pattern TIME =
      Pattern.compile(
          "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d[\\d:.,]*)?(?:Z|[+-]\\d\\d:?\\d\\d)?");

  /** Words of hexadecimal digits that are no words of a language: they hold a digit. */
  private static final Pattern HEX =
      Pattern.compile("\\b(?=\\p{Alpha}{0,15}\\d)\\p{XDigit}{8,}\\b");

  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,:]*");

  private Fingerprint() {}

  /**
   * Sixteen hexadecimal digits.
   *
   * @param stage the stage's name, or null
   * @param agent the agent at work, or null
   * @param tool the tool at work, or null
   */
  public static String of(
      FailureKind kind, String stage, String agent, String tool, String message) {
    String all = String.join("|", kind.id(), "" + stage, "" + agent, "" + tool, same(message));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** A message without what varies. */
  static String same(String message) {
    String text = ID.matcher(message).replaceAll("#");
    text = TIME.matcher(text).replaceAll("#");
    text = HEX.matcher(text).replaceAll("#");
    return NUMBER.matcher(text).replaceAll("#");
  }
}
