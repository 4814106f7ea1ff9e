package org.gamelan.memory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.event.EventLog;
import org.gamelan.event.NewEvent;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * Entries in the database, found by its full-text search. What changes is told in the event log by
 * the same transaction.
 */
@ApplicationScoped
class PostgresMemory implements MemoryStore {
  static final String LIVE = " (expires_at is null or expires_at > statement_timestamp())";

  static final String COLUMNS =
      """
      id, scope, owner, key, value, tags, task_id, stage, agent, created_by, created_at,
        updated_at, expires_at, version
      """;

  /** How well an entry fits, less with age: half after thirty days. */
  private static final String AGED =
      " / (1 + extract(epoch from statement_timestamp() - updated_at) / 2592000)";

  private static final String INSERT =
      """
      insert into memory_entry (id, scope, owner, key, value, tags, task_id, stage, agent,
        created_by, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String REPLACE =
      """
      on conflict (scope, owner, key) where key is not null do update set value = excluded.value,
        tags = excluded.tags, task_id = excluded.task_id, stage = excluded.stage,
        agent = excluded.agent, created_by = excluded.created_by,
        expires_at = excluded.expires_at, updated_at = clock_timestamp(),
        version = memory_entry.version + 1
      """;

  private static final String RELEVANT =
      """
      select e.* from unnest(?::text[], ?::text[]) as o (scope, owner)
        cross join lateral (
          select %s, (0.05 + ts_rank(search, query)) %s as score, search @@ query as found
          from memory_entry m, to_tsquery('simple', ?) as query
          where m.scope = o.scope and m.owner = o.owner and %s
          order by score desc, id limit ?) as e
      """
          .formatted(COLUMNS, AGED, LIVE);

  private static final String KEYED =
      """
      select e.* from unnest(?::text[], ?::text[]) as o (scope, owner)
        cross join lateral (
          select %s from memory_entry m
          where m.scope = o.scope and m.owner = o.owner and m.key is not null and %s
          order by updated_at desc, id limit ?) as e
      """
          .formatted(COLUMNS, LIVE);

  private final Database database;
  private final PostgresVectors vectors;

  protected PostgresMemory() {
    this(null);
  }

  @Inject
  PostgresMemory(Database database) {
    this.database = database;
    this.vectors = new PostgresVectors(database);
  }

  @Override
  public MemoryEntry remember(MemoryEntry entry, int most, boolean replace) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          lock(connection, entry.owner());
          Optional<MemoryEntry> same =
              entry.key() == null ? find(connection, entry.id()) : Optional.empty();
          if (same.isPresent()) {
            return same.get();
          }
          dropExpired(connection, entry);
          if (!replace) {
            refuseTakenKey(connection, entry);
          }
          MemoryEntry stored = insert(connection, entry);
          refuseTooMany(connection, stored, most);
          String change = stored.version() == 0 ? MemoryEvents.ADDED : MemoryEvents.CHANGED;
          tell(connection, MemoryEvents.of(stored, change));
          return stored;
        });
  }

  /** Who adds to the same memory waits here, so that none adds beyond the limit. */
  private static void lock(Connection connection, MemoryOwner owner) throws SQLException {
    Sql.query(
        connection,
        "select pg_advisory_xact_lock(hashtextextended(?, 0))",
        row -> 0,
        "memory " + owner.scope().id() + " " + owner.name());
  }

  private static MemoryEntry insert(Connection connection, MemoryEntry entry) throws SQLException {
    String sql =
        INSERT
            + (entry.key() == null ? "on conflict (id) do nothing" : REPLACE)
            + " returning "
            + COLUMNS;
    MemorySource source = entry.source();
    return Sql.find(
            connection,
            sql,
            PostgresMemory::entry,
            entry.id(),
            entry.owner().scope().id(),
            entry.owner().name(),
            entry.key(),
            Json.write(entry.value()),
            entry.tags().toArray(String[]::new),
            source.task(),
            source.stage(),
            source.agent(),
            source.by(),
            entry.expiresAt())
        .orElse(entry);
  }

  private static void refuseTooMany(Connection connection, MemoryEntry stored, int most)
      throws SQLException {
    if (stored.version() > 0) {
      return;
    }
    int count =
        Sql.find(
                connection,
                "select count(*) from memory_entry where scope = ? and owner = ? and" + LIVE,
                row -> row.getInt(1),
                stored.owner().scope().id(),
                stored.owner().name())
            .orElse(0);
    if (count > most) {
      throw Memories.full(stored.owner(), most);
    }
  }

  @Override
  public Optional<MemoryEntry> find(UUID id) {
    return database.inTransaction(tx -> find(tx.connection(), id));
  }

  private static Optional<MemoryEntry> find(Connection connection, UUID id) throws SQLException {
    return Sql.find(
        connection,
        "select " + COLUMNS + " from memory_entry where id = ? and" + LIVE,
        PostgresMemory::entry,
        id);
  }

  @Override
  public Optional<MemoryEntry> change(MemoryEntry entry, int seenVersion) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          lock(connection, entry.owner());
          dropExpired(connection, entry);
          refuseTakenKey(connection, entry);
          MemorySource source = entry.source();
          Optional<MemoryEntry> changed =
              Sql.find(
                  connection,
                  """
                  update memory_entry set key = ?, value = ?, tags = ?, task_id = ?, stage = ?,
                    agent = ?, created_by = ?, expires_at = ?, updated_at = clock_timestamp(),
                    version = version + 1
                  where id = ? and version = ? returning
                  """
                      + COLUMNS,
                  PostgresMemory::entry,
                  entry.key(),
                  Json.write(entry.value()),
                  entry.tags().toArray(String[]::new),
                  source.task(),
                  source.stage(),
                  source.agent(),
                  source.by(),
                  entry.expiresAt(),
                  entry.id(),
                  seenVersion);
          if (changed.isPresent()) {
            tell(connection, MemoryEvents.of(changed.get(), MemoryEvents.CHANGED));
          }
          return changed;
        });
  }

  /** What has expired is not there any more, so it keeps no key. */
  private static void dropExpired(Connection connection, MemoryEntry entry) throws SQLException {
    if (entry.key() != null) {
      Sql.update(
          connection,
          "delete from memory_entry where scope = ? and owner = ? and key = ? and not" + LIVE,
          entry.owner().scope().id(),
          entry.owner().name(),
          entry.key());
    }
  }

  private static void refuseTakenKey(Connection connection, MemoryEntry entry) throws SQLException {
    Optional<UUID> other =
        Sql.find(
            connection,
            "select id from memory_entry where scope = ? and owner = ? and key = ? and id <> ?",
            row -> Sql.id(row, "id"),
            entry.owner().scope().id(),
            entry.owner().name(),
            entry.key(),
            entry.id());
    if (other.isPresent()) {
      throw Memories.taken(entry.key(), other.get());
    }
  }

  @Override
  public boolean forget(MemoryEntry entry) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          int gone = Sql.update(connection, "delete from memory_entry where id = ?", entry.id());
          if (gone > 0) {
            tell(connection, MemoryEvents.of(entry, MemoryEvents.FORGOTTEN));
          }
          return gone > 0;
        });
  }

  @Override
  public int forgetAll(MemoryOwner owner) {
    return database.inTransaction(
        tx -> {
          Connection connection = tx.connection();
          lock(connection, owner);
          int gone =
              Sql.update(
                  connection,
                  "delete from memory_entry where scope = ? and owner = ?",
                  owner.scope().id(),
                  owner.name());
          if (gone > 0) {
            tell(connection, MemoryEvents.ofAll(owner, gone));
          }
          return gone;
        });
  }

  @Override
  public List<MemoryEntry> list(MemoryFilter filter, MemoryCursor from, int limit) {
    StringBuilder sql = new StringBuilder("select ").append(COLUMNS).append(" from memory_entry m");
    List<Object> values = new ArrayList<>();
    if (filter.text() != null) {
      sql.append(", websearch_to_tsquery('simple', ?) as query");
      values.add(filter.text());
    }
    sql.append(" where").append(LIVE);
    if (filter.scope() != null) {
      sql.append(" and scope = ?");
      values.add(filter.scope().id());
    }
    if (filter.owner() != null) {
      sql.append(" and owner = ?");
      values.add(filter.owner());
    }
    if (filter.tag() != null) {
      sql.append(" and ? = any (tags)");
      values.add(filter.tag());
    }
    if (filter.text() != null) {
      sql.append(" and search @@ query order by ts_rank(search, query)")
          .append(AGED)
          .append(" desc, id limit ? offset ?");
      values.add(limit);
      values.add(from.skip());
    } else {
      if (from.id() != null) {
        sql.append(" and (updated_at, id) < (?, ?)");
        values.add(from.updatedAt());
        values.add(from.id());
      }
      sql.append(" order by updated_at desc, id desc limit ?");
      values.add(limit);
    }
    return query(sql.toString(), values);
  }

  @Override
  public List<MemoryEntry> recall(List<MemoryOwner> owners, String text, int limit) {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(COLUMNS)
            .append(" from memory_entry m join unnest(?::text[], ?::text[]) as o (scope, owner)")
            .append(" using (scope, owner)");
    List<Object> values = owners(owners);
    if (text == null || text.isBlank()) {
      sql.append(" where").append(LIVE).append(" order by updated_at desc, id limit ?");
    } else {
      sql.append(", websearch_to_tsquery('simple', ?) as query where search @@ query and")
          .append(LIVE)
          .append(" order by ts_rank(search, query)")
          .append(AGED)
          .append(" desc, id limit ?");
      values.add(text);
    }
    values.add(limit);
    return query(sql.toString(), values);
  }

  @Override
  public List<RankedMemory> relevant(List<MemoryOwner> owners, Collection<String> words, int each) {
    List<Object> values = owners(owners);
    values.add(String.join(" | ", words));
    values.add(each);
    return database.inTransaction(
        tx ->
            Sql.query(
                tx.connection(),
                RELEVANT,
                row ->
                    new RankedMemory(entry(row), row.getDouble("score"), row.getBoolean("found")),
                values.toArray()));
  }

  @Override
  public List<RankedMemory> nearest(List<MemoryOwner> owners, Direction question, int each) {
    return vectors.nearest(owners, question, each);
  }

  @Override
  public List<Unembedded> takeUnembedded(String space, int most) {
    return vectors.take(space, most);
  }

  @Override
  public void keep(List<EmbeddedEntry> embedded) {
    vectors.keep(embedded);
  }

  @Override
  public void giveBack(List<Unembedded> entries, boolean refused) {
    vectors.giveBack(entries, refused);
  }

  @Override
  public List<MemoryEntry> ofKey(List<MemoryOwner> owners, String key) {
    List<Object> values = owners(owners);
    values.add(key);
    return query(
        "select "
            + COLUMNS
            + " from memory_entry m join unnest(?::text[], ?::text[]) as o (scope, owner)"
            + " using (scope, owner) where key = ? and"
            + LIVE,
        values);
  }

  @Override
  public List<MemoryEntry> keyed(List<MemoryOwner> owners, int each) {
    List<Object> values = owners(owners);
    values.add(each);
    return query(KEYED, values);
  }

  /** Owners as two arrays to bind, their scopes and their names. */
  static List<Object> owners(List<MemoryOwner> owners) {
    List<Object> arrays = new ArrayList<>();
    arrays.add(owners.stream().map(owner -> owner.scope().id()).toArray(String[]::new));
    arrays.add(owners.stream().map(MemoryOwner::name).toArray(String[]::new));
    return arrays;
  }

  private List<MemoryEntry> query(String sql, List<Object> values) {
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), sql, PostgresMemory::entry, values.toArray()));
  }

  private static void tell(Connection connection, NewEvent event) throws SQLException {
    EventLog.append(connection, List.of(event));
  }

  static MemoryOwner owner(ResultSet row) throws SQLException {
    return new MemoryOwner(
        MemoryScope.find(row.getString("scope")).orElseThrow(), row.getString("owner"));
  }

  static MemoryEntry entry(ResultSet row) throws SQLException {
    return new MemoryEntry(
        Sql.id(row, "id"),
        new MemoryPlace(owner(row), MemoryBackend.POSTGRES),
        row.getString("key"),
        Json.parseOwn(row.getString("value")),
        List.of((String[]) row.getArray("tags").getArray()),
        new MemorySource(
            Sql.id(row, "task_id"),
            row.getString("stage"),
            row.getString("agent"),
            row.getString("created_by")),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"),
        Sql.instant(row, "expires_at"),
        row.getInt("version"));
  }
}
