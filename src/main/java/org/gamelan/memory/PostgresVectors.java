package org.gamelan.memory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Function;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;

/**
 * The vectors of the entries in the database. No extension of PostgreSQL is needed: a bounded
 * number of vectors is read and compared here.
 */
final class PostgresVectors {
  /** How many entries of one owner are compared with a question. */
  private static final int COMPARED = 1_000;

  private static final String CLAIM =
      """
      update memory_vector v set due_at = clock_timestamp() + interval '3 minutes'
      from memory_entry m
      where m.id = v.entry_id and v.entry_id = any (array(
        select entry_id from memory_vector where due_at <= statement_timestamp()
        order by due_at limit ? for update skip locked))
      returning v.refusals, m.*
      """;

  private static final String OTHER_SPACES =
      """
      update memory_vector set due_at = clock_timestamp() where entry_id = any (array(
        select entry_id from memory_vector where due_at is null and (space < ? or space > ?)
        limit 1000 for update skip locked))
      """;

  private static final String VECTORS =
      """
      select e.* from unnest(?::text[], ?::text[]) as o (scope, owner)
        cross join lateral (
          select m.id, m.scope, m.owner, v.vector
          from memory_entry m join memory_vector v on v.entry_id = m.id
          where m.scope = o.scope and m.owner = o.owner and v.space = ?
            and octet_length(v.vector) = ? and %s
          order by m.updated_at desc, m.id desc limit %d) as e
      """
          .formatted(PostgresMemory.LIVE, COMPARED);

  private static final String ENTRIES =
      "select "
          + PostgresMemory.COLUMNS
          + " from memory_entry where id = any (?) and"
          + PostgresMemory.LIVE;

  /** What somebody else holds is being written anew, or comes again soon: nobody waits for it. */
  private static final String UNHELD =
      """
        and v.entry_id = any (array(select entry_id from memory_vector
          where entry_id = any (?) for no key update skip locked))
      """;

  private static final String KEEP =
      """
      update memory_vector v
      set space = n.space, vector = decode(n.vector, 'base64'), due_at = null, refusals = 0
      from unnest(?::uuid[], ?::int4[], ?::text[], ?::text[]) as n (id, version, space, vector)
      where v.entry_id = n.id and v.version = n.version
      """
          + UNHELD;

  private static final String GIVE_BACK =
      """
      update memory_vector v set refusals = n.refusals,
        due_at = clock_timestamp() + n.pause * interval '1 second'
      from unnest(?::uuid[], ?::int4[], ?::int4[], ?::int4[]) as n (id, version, refusals, pause)
      where v.entry_id = n.id and v.version = n.version
      """
          + UNHELD;

  /** The farthest first, so that the head of a queue goes when there is no more room. */
  private static final Comparator<Near> NEAREST =
      Comparator.comparingDouble(Near::nearness).thenComparing(Near::id, Comparator.reverseOrder());

  private final Database database;

  PostgresVectors(Database database) {
    this.database = database;
  }

  /** An entry and how near it is to a question. */
  private record Near(UUID id, MemoryOwner owner, double nearness) {}

  /** See {@link MemoryStore#nearest}. */
  List<RankedMemory> nearest(List<MemoryOwner> owners, Direction question, int each) {
    List<Object> values = PostgresMemory.owners(owners);
    values.add(question.space());
    values.add(question.vector().length);
    Map<MemoryOwner, PriorityQueue<Near>> nearest = new HashMap<>();
    List<Near> all =
        database.inTransaction(
            tx ->
                Sql.query(tx.connection(), VECTORS, row -> near(row, question), values.toArray()));
    for (Near near : all) {
      PriorityQueue<Near> best =
          nearest.computeIfAbsent(near.owner(), owner -> new PriorityQueue<>(NEAREST));
      best.add(near);
      if (best.size() > each) {
        best.remove();
      }
    }
    return withEntries(nearest.values().stream().flatMap(Collection::stream).toList());
  }

  private static Near near(ResultSet row, Direction question) throws SQLException {
    double nearness = MemoryVector.cosine(row.getBytes("vector"), question.vector());
    return new Near(Sql.id(row, "id"), PostgresMemory.owner(row), nearness);
  }

  private List<RankedMemory> withEntries(List<Near> found) {
    if (found.isEmpty()) {
      return List.of();
    }
    Map<UUID, MemoryEntry> entries = new HashMap<>();
    Object ids = found.stream().map(Near::id).toArray(UUID[]::new);
    database
        .inTransaction(tx -> Sql.query(tx.connection(), ENTRIES, PostgresMemory::entry, ids))
        .forEach(entry -> entries.put(entry.id(), entry));
    return found.stream()
        .filter(near -> entries.containsKey(near.id()))
        .sorted(NEAREST.reversed())
        .map(near -> new RankedMemory(entries.get(near.id()), near.nearness()))
        .toList();
  }

  /** See {@link MemoryStore#takeUnembedded}. */
  List<Unembedded> take(String space, int most) {
    List<Unembedded> taken = claim(most);
    if (taken.isEmpty() && claimOtherSpaces(space)) {
      return claim(most);
    }
    return taken;
  }

  private List<Unembedded> claim(int most) {
    return database.inOneStatement(
        tx ->
            Sql.query(
                tx.connection(),
                CLAIM,
                row -> Unembedded.of(PostgresMemory.entry(row), row.getInt("refusals")),
                most));
  }

  private boolean claimOtherSpaces(String space) {
    return database.inOneStatement(tx -> Sql.update(tx.connection(), OTHER_SPACES, space, space))
        > 0;
  }

  /** See {@link MemoryStore#keep}. */
  void keep(List<EmbeddedEntry> vectors) {
    Base64.Encoder base64 = Base64.getEncoder();
    List<Direction> directions = vectors.stream().map(EmbeddedEntry::direction).toList();
    database.inOneStatement(
        tx ->
            Sql.update(
                tx.connection(),
                KEEP,
                vectors.stream().map(EmbeddedEntry::id).toArray(UUID[]::new),
                vectors.stream().map(EmbeddedEntry::version).toArray(Integer[]::new),
                directions.stream().map(Direction::space).toArray(String[]::new),
                directions.stream()
                    .map(direction -> base64.encodeToString(direction.vector()))
                    .toArray(String[]::new),
                vectors.stream().map(EmbeddedEntry::id).toArray(UUID[]::new)));
  }

  /** See {@link MemoryStore#giveBack}. */
  void giveBack(List<Unembedded> entries, boolean refused) {
    if (entries.isEmpty()) {
      return;
    }
    database.inOneStatement(
        tx ->
            Sql.update(
                tx.connection(),
                GIVE_BACK,
                entries.stream().map(Unembedded::id).toArray(UUID[]::new),
                integers(entries, Unembedded::version),
                integers(entries, entry -> entry.refusals() + (refused ? 1 : 0)),
                integers(
                    entries,
                    entry -> refused ? (int) NodeVectors.pause(entry.refusals()).toSeconds() : 0),
                entries.stream().map(Unembedded::id).toArray(UUID[]::new)));
  }

  private static Object integers(List<Unembedded> entries, Function<Unembedded, Integer> column) {
    return entries.stream().map(column).toArray(Integer[]::new);
  }
}
