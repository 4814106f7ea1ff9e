package org.gamelan.platform;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes ids: UUIDs of version 7 (RFC 9562), so that rows made together lie together in an index.
 */
public final class Ids {
  /** The part of an id that counts on: its last group of digits. */
  private static final long COUNTED = 0xFFFF_FFFF_FFFFL;

  private static final SecureRandom SEED = new SecureRandom();
  private static final ThreadLocal<SplittableRandom> RANDOM =
      ThreadLocal.withInitial(() -> new SplittableRandom(SEED.nextLong()));

  private Ids() {}

  /** A new id. It is unique, not secret: never use one as a credential. */
  public static UUID next() {
    SplittableRandom random = RANDOM.get();
    long high = System.currentTimeMillis() << 16 | 0x7000L | random.nextInt(0x1000);
    long low = random.nextLong() >>> 2 | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /**
   * The id of what follows something else at once, where nothing else does: it need not be kept, as
   * it is known from the one before. The database's function {@code id_after} tells the same.
   */
  public static UUID after(UUID id) {
    long low = id.getLeastSignificantBits();
    return new UUID(id.getMostSignificantBits(), (low & ~COUNTED) | ((low + 1) & COUNTED));
  }

  /**
   * The id of what is known by a global name: the same on every node and after every start.
   *
   * @param kind the sort of thing, in the singular
   * @param name its global name
   */
  public static UUID named(String kind, String name) {
    return UUID.nameUUIDFromBytes(
        ("gamelan:" + kind + ":" + name).getBytes(StandardCharsets.UTF_8));
  }
}
