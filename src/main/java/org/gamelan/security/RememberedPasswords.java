package org.gamelan.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a minute which passwords were right, so that Basic authentication does not pay
 * PBKDF2 for each request. What is kept is an HMAC, under a key of this process, of the password
 * and of the stored hash it matched: when the stored hash changes, nothing remembered fits any
 * more, on any node.
 */
final class RememberedPasswords {
  private static final Duration LIFE = Duration.ofMinutes(1);

  private final Clock clock;
  private final int capacity;
  private final SecretKeySpec key;
  private final Map<String, Instant> rightUntil = new LinkedHashMap<>();

  RememberedPasswords(Clock clock, int capacity) {
    this.clock = clock;
    this.capacity = capacity;
    byte[] bits = new byte[32];
    new SecureRandom().nextBytes(bits);
    this.key = new SecretKeySpec(bits, "HmacSHA256");
  }

  boolean knows(String password, String storedHash) {
    String mark = mark(password, storedHash);
    synchronized (rightUntil) {
      Instant until = rightUntil.get(mark);
      return until != null && clock.instant().isBefore(until);
    }
  }

  void remember(String password, String storedHash) {
    String mark = mark(password, storedHash);
    synchronized (rightUntil) {
      rightUntil.remove(mark);
      if (rightUntil.size() >= capacity) {
        rightUntil.remove(rightUntil.keySet().iterator().next());
      }
      rightUntil.put(mark, clock.instant().plus(LIFE));
    }
  }

  private String mark(String password, String storedHash) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(storedHash.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256.", e);
    }
  }
}
