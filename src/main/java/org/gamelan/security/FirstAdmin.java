package org.gamelan.security;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Logger;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;

/**
 * Makes sure that somebody can come in: at the very first start makes the user {@code admin} and
 * their API key, from the settings or generated.
 *
 * <p>The password counts at the first start only; afterwards it belongs to {@code admin}, who may
 * have changed it. A key in the settings that the database has never seen is taken as a rotation:
 * it is made, and the one configured before is revoked. This is also the way back in for who lost
 * the password. A key that was revoked stays revoked.
 *
 * <p>Several nodes may start at once: the database lets one of them win, and only what the winner
 * generated is written to a file.
 */
@Singleton
@Startup
@DependsOn(MasterKeyCheck.NAME)
@TransactionManagement(TransactionManagementType.BEAN)
public class FirstAdmin {
  private static final Logger LOG = Logger.getLogger(FirstAdmin.class.getName());
  private static final String NAME = "admin";
  private static final String KEY_NAME = "configured";
  private static final int SHORT_KEY = 20;

  private SecurityConfig config;
  private Database database;
  private Clock clock;

  /** For the container. */
  public FirstAdmin() {}

  /** Public, because the container looks for no other in an enterprise bean. */
  @Inject
  public FirstAdmin(SecurityConfig config, Database database, Clock clock) {
    this.config = config;
    this.database = database;
    this.clock = clock;
  }

  @PostConstruct
  void ensure() {
    if (!existsAnybody()) {
      create();
    }
    config.adminKey().ifPresent(this::rotateTo);
  }

  private boolean existsAnybody() {
    return database.inTransaction(
        tx ->
            Sql.find(tx.connection(), "select true from app_user limit 1", row -> true)
                .isPresent());
  }

  private void create() {
    Optional<String> givenPassword = config.adminPassword();
    Optional<String> givenKey = config.adminKey();
    String password = givenPassword.orElseGet(() -> KeyText.generate().reveal().substring(4, 28));
    KeyText key = givenKey.map(KeyText::of).orElseGet(KeyText::generate);
    String hash = PasswordHash.hash(password);
    boolean generated = givenPassword.isEmpty() || givenKey.isEmpty();
    database.inTransaction(
        tx -> {
          UUID user = Ids.next();
          if (insertUser(tx.connection(), user, hash) == 0) {
            return false;
          }
          insertKey(tx.connection(), user, key);
          if (generated) {
            // Before the commit: a crash in between leaves a file that the next start replaces,
            // never an account whose password nobody knows.
            AdminFile.write(config.dataDir(), NAME, password, key.reveal());
          }
          LOG.info(() -> "Created the user '" + NAME + "' and its API key.");
          return true;
        });
  }

  private int insertUser(Connection connection, UUID id, String hash) throws SQLException {
    return Sql.update(
        connection,
        """
        insert into app_user (id, name, password_hash, role, created_at)
        values (?, ?, ?, 'admin', ?) on conflict (lower(name)) do nothing
        """,
        id,
        NAME,
        hash,
        clock.instant());
  }

  private int insertKey(Connection connection, UUID user, KeyText key) throws SQLException {
    return Sql.update(
        connection,
        """
        insert into api_key (id, user_id, name, prefix, hash, role, created_at)
        values (?, ?, ?, ?, ?, 'admin', ?) on conflict (hash) do nothing
        """,
        Ids.next(),
        user,
        KEY_NAME,
        key.prefix(),
        key.hash(),
        clock.instant());
  }

  private void rotateTo(String text) {
    if (text.length() < SHORT_KEY) {
      LOG.warning(
          "gamelan.admin.key has fewer than "
              + SHORT_KEY
              + " characters and could be guessed; use a long random one.");
    }
    KeyText key = KeyText.of(text);
    database.inTransaction(
        tx -> {
          Optional<UUID> admin =
              Sql.find(
                  tx.connection(),
                  "select id from app_user where lower(name) = ? for update",
                  row -> Sql.id(row, "id"),
                  NAME);
          if (admin.isPresent() && insertKey(tx.connection(), admin.get(), key) == 1) {
            Sql.update(
                tx.connection(),
                """
                update api_key set revoked_at = ?
                where user_id = ? and name = ? and hash <> ? and revoked_at is null
                """,
                clock.instant(),
                admin.get(),
                KEY_NAME,
                key.hash());
            LOG.info("Took over a new gamelan.admin.key and revoked the one before.");
          }
          return null;
        });
  }
}
