package org.gamelan.security;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** Notes when keys were last used: to the minute, and never while a request waits for it. */
@ApplicationScoped
public class KeyUse {
  private static final Logger LOG = Logger.getLogger(KeyUse.class.getName());
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int MOST_PENDING = 1_000;
  private static final String UPDATE =
      """
      update api_key set last_used_at = ?
      where id = ? and (last_used_at is null or last_used_at <= ?)
      """;

  private final Set<UUID> pending = ConcurrentHashMap.newKeySet();
  private Database database;

  @Resource private ManagedExecutorService executor;

  /** For the container's proxies. */
  protected KeyUse() {}

  @Inject
  KeyUse(Database database) {
    this.database = database;
  }

  void noted(UUID key, Optional<Instant> before, Instant now) {
    boolean recent = before.isPresent() && before.get().plus(STEP).isAfter(now);
    if (recent || pending.size() >= MOST_PENDING || !pending.add(key)) {
      return;
    }
    try {
      executor.execute(() -> store(key, now));
    } catch (RejectedExecutionException e) {
      pending.remove(key);
      LOG.log(Level.FINE, "No thread is free to note the use of a key; the next use will", e);
    }
  }

  private void store(UUID key, Instant now) {
    try {
      database.inTransaction(tx -> Sql.update(tx.connection(), UPDATE, now, key, now.minus(STEP)));
    } catch (GamelanException e) {
      LOG.log(Level.WARNING, "The use of an API key could not be noted", e);
    } finally {
      pending.remove(key);
    }
  }
}
