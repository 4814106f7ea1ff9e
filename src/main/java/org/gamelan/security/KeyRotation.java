package org.gamelan.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Seals all stored secrets anew while the server goes on. A key in the data folder is replaced: the
 * new one is written before the old one, comes into force, everything is sealed anew in one
 * transaction, and only then the old one goes. Whenever this is cut off, the file holds every key
 * that is needed, and another rotation completes it. Keys in a variable are the operator's: what is
 * stored comes under the first of them.
 */
@ApplicationScoped
public class KeyRotation {
  private static final int KEY_BYTES = 32;
  private final ReentrantLock underWay = new ReentrantLock();

  private final Secrets secrets;
  private final Optional<MasterKeyFile> file;
  private final Iterable<SealedRows> sealed;
  private final Transactions transactions;

  /** Runs work in one transaction. */
  interface Transactions {
    int run(Work work);
  }

  /** Work on a connection. */
  interface Work {
    int on(Connection connection) throws SQLException;
  }

  protected KeyRotation() {
    this(null, Optional.empty(), List.of(), work -> 0);
  }

  @Inject
  public KeyRotation(
      Secrets secrets, SecurityConfig config, Instance<SealedRows> sealed, Database database) {
    this(
        secrets,
        config.masterKeyFile().map(MasterKeyFile::new),
        sealed,
        work -> database.inTransaction(tx -> work.on(tx.connection())));
  }

  KeyRotation(
      Secrets secrets,
      Optional<MasterKeyFile> file,
      Iterable<SealedRows> sealed,
      Transactions transactions) {
    this.secrets = secrets;
    this.file = file;
    this.sealed = sealed;
    this.transactions = transactions;
  }

  /**
   * Seals everything anew. Call it outside of any transaction.
   *
   * @throws ConflictException when a rotation is under way, or the file was changed since the start
   * @throws GamelanException when a secret cannot be opened; nothing was changed then
   */
  public KeysRotated rotate() {
    if (!underWay.tryLock()) {
      throw new ConflictException("A rotation is under way.");
    }
    try {
      requireReadable();
      return file.isPresent() ? renew(file.get()) : sealUnderFirst();
    } finally {
      underWay.unlock();
    }
  }

  /** A secret that no key opens would be lost with the keys that go: it stops everything. */
  private void requireReadable() {
    transactions.run(
        connection ->
            throughAll(
                connection,
                (secret, place) -> {
                  secrets.open(secret, place);
                  return secret;
                }));
  }

  private KeysRotated renew(MasterKeyFile keys) {
    List<String> before = keys.read();
    if (!secrets.isUnder(before)) {
      throw new ConflictException(
          "The key file was changed since the server started: start it again first.");
    }
    List<String> both = new ArrayList<>(List.of(newKey()));
    both.addAll(before);
    keys.write(both);
    secrets.use(both);
    int count = sealAnew();
    List<String> only = both.subList(0, 1);
    keys.write(only);
    secrets.use(only);
    return new KeysRotated(
        count, true, "A new key is in force and in the key file; back it up. The old one is gone.");
  }

  private KeysRotated sealUnderFirst() {
    return new KeysRotated(
        sealAnew(),
        false,
        "Everything is under the first key of GAMELAN_MASTER_KEY; the others can go from the"
            + " variable once all nodes have the same first one.");
  }

  private int sealAnew() {
    return transactions.run(connection -> throughAll(connection, this::again));
  }

  private byte[] again(byte[] secret, String place) {
    return secrets.seal(secrets.open(secret, place), place);
  }

  private int throughAll(Connection connection, SealedRows.Again again) throws SQLException {
    int count = 0;
    for (SealedRows rows : sealed) {
      count += rows.forEach(connection, again);
    }
    if (connection != null) {
      resealCheck(connection, again);
    }
    return count;
  }

  /** The text by which servers recognise the key, where a server has left it. */
  private static void resealCheck(Connection connection, SealedRows.Again again)
      throws SQLException {
    Optional<byte[]> check =
        Sql.find(
            connection,
            "select key_check from installation where key_check is not null for update",
            row -> row.getBytes("key_check"));
    if (check.isPresent()) {
      byte[] anew = again.seal(check.get(), MasterKeyCheck.PLACE);
      Sql.update(connection, "update installation set key_check = ?", (Object) anew);
    }
  }

  private static String newKey() {
    byte[] random = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
