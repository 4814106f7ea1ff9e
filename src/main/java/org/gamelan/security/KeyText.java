package org.gamelan.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The text of an API key, which only its owner keeps: {@code gmk_} and 256 random bits. As nobody
 * can guess those, a plain SHA-256 is what is stored, and the key is looked up by it.
 */
public final class KeyText {
  private static final String MARK = "gmk_";
  private static final int BYTES = 32;
  private static final int SHOWN = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private KeyText(String text) {
    this.text = text;
  }

  /** A new random key. */
  public static KeyText generate() {
    byte[] bits = new byte[BYTES];
    RANDOM.nextBytes(bits);
    return new KeyText(MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
  }

  /** A key as a caller or the configuration wrote it. */
  public static KeyText of(String text) {
    return new KeyText(text);
  }

  /** The whole key, to be shown once to its owner. */
  public String reveal() {
    return text;
  }

  /** Enough to know the key again, at most a quarter of it. */
  String prefix() {
    return text.substring(0, Math.min(SHOWN, text.length() / 4));
  }

  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  @Override
  public String toString() {
    return "KeyText " + prefix() + "…";
  }
}
