package org.gamelan.engine;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gamelan.engine.FolderSchemas.Local;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/** The numbered contents of schemas in the database. */
@ApplicationScoped
public class SchemaRows {
  /** How many contents of one schema are kept. */
  static final int MOST = 100;

  private static final String LATEST =
      """
      select distinct on (name) name, version, hash, created_at from schema_version
      where name = any (?) order by name, version desc
      """;

  // Another node may have stored the same content under the same number.
  private static final String INSERT =
      """
      insert into schema_version (name, version, hash, origin, body)
      select name, version, hash, origin, body::json
      from unnest(?::text[], ?::int4[], ?::text[], ?::text[], ?::text[])
        as s (name, version, hash, origin, body)
      on conflict do nothing
      """;

  private static final String FORGET =
      """
      delete from schema_version old using (
        select name, max(version) as newest from schema_version where name = any (?) group by name) n
      where old.name = n.name and old.version <= n.newest - ?
      """;

  private static final String ONE =
      "select name, version, origin, body, created_at from schema_version"
          + " where name = ? and version = ?";

  private static final String ALL =
      "select name, version, origin, body, created_at from schema_version"
          + " where name = ? order by version desc limit ?";

  private final Database database;

  protected SchemaRows() {
    this(null);
  }

  @Inject
  public SchemaRows(Database database) {
    this.database = database;
  }

  /**
   * The newest content of a schema that is stored.
   *
   * @param version its number
   * @param hash what tells it from others
   * @param since when it was stored
   */
  record Latest(int version, String hash, Instant since) {}

  /** Stores the contents that are new under their next numbers, and tells the numbers of all. */
  Map<String, Latest> number(Map<String, Local> schemas, Function<JsonNode, String> hash) {
    String[] names = schemas.keySet().toArray(String[]::new);
    Map<String, String> hashes =
        schemas.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, it -> hash.apply(it.getValue().schema())));
    return database.inTransaction(
        tx -> {
          Map<String, Latest> stored = latest(tx.connection(), names);
          List<String> changed =
              schemas.keySet().stream()
                  .filter(
                      name ->
                          !stored.containsKey(name)
                              || !stored.get(name).hash().equals(hashes.get(name)))
                  .toList();
          if (changed.isEmpty()) {
            return stored;
          }
          insert(tx.connection(), changed, schemas, hashes, stored);
          return latest(tx.connection(), names);
        });
  }

  private static Map<String, Latest> latest(Connection connection, String[] names)
      throws SQLException {
    Map<String, Latest> latest = new HashMap<>();
    Sql.query(
        connection,
        LATEST,
        row ->
            latest.put(
                row.getString("name"),
                new Latest(
                    row.getInt("version"), row.getString("hash"), Sql.instant(row, "created_at"))),
        (Object) names);
    return latest;
  }

  private static void insert(
      Connection connection,
      List<String> changed,
      Map<String, Local> schemas,
      Map<String, String> hashes,
      Map<String, Latest> stored)
      throws SQLException {
    List<Integer> versions = new ArrayList<>();
    List<String> origins = new ArrayList<>();
    List<String> bodies = new ArrayList<>();
    for (String name : changed) {
      Latest before = stored.get(name);
      versions.add(before == null ? 1 : before.version() + 1);
      origins.add(schemas.get(name).origin());
      bodies.add(Json.write(schemas.get(name).schema()));
    }
    Sql.update(
        connection,
        INSERT,
        changed.toArray(String[]::new),
        versions.toArray(Integer[]::new),
        changed.stream().map(hashes::get).toArray(String[]::new),
        origins.toArray(String[]::new),
        bodies.toArray(String[]::new));
    Sql.update(connection, FORGET, changed.toArray(String[]::new), MOST);
  }

  /** One version of a schema. */
  Optional<SchemaVersion> find(String name, int version) {
    return database.inTransaction(
        tx -> Sql.find(tx.connection(), ONE, SchemaRows::version, name, version));
  }

  /** All versions of a schema, the newest first. */
  List<SchemaVersion> versions(String name) {
    return database.inTransaction(
        tx -> Sql.query(tx.connection(), ALL, SchemaRows::version, name, MOST));
  }

  private static SchemaVersion version(ResultSet row) throws SQLException {
    return new SchemaVersion(
        row.getString("name"),
        row.getInt("version"),
        row.getString("origin"),
        Json.parseOwn(row.getString("body")),
        Sql.instant(row, "created_at"));
  }
}
