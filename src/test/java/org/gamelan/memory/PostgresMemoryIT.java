package org.gamelan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gamelan.failure.ConflictException;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries in a real database. */
class PostgresMemoryIT {
  private static final MemoryOwner ANN = MemoryOwner.ofAgent("ann");
  private static final MemoryOwner BEN = MemoryOwner.ofAgent("ben");

  private final Database database = TestDatabase.get();
  private final PostgresMemory memory = new PostgresMemory(database);

  @BeforeEach
  void empty() {
    update("truncate memory_entry cascade");
    update("delete from event where topic = 'memory'");
  }

  private void update(String sql, Object... values) {
    database.inTransaction(tx -> Sql.update(tx.connection(), sql, values));
  }

  private static MemoryEntry entry(MemoryOwner owner, String key, JsonNode value) {
    return new MemoryEntry(
        Ids.next(),
        new MemoryPlace(owner, MemoryBackend.POSTGRES),
        key,
        value,
        List.of("tagged"),
        MemorySource.ofPerson("me"),
        null,
        null,
        null,
        0);
  }

  private MemoryEntry put(MemoryOwner owner, String key, String value) {
    return memory.remember(entry(owner, key, Json.tree(value)), 100, true);
  }

  @Test
  void aKeyHasOneValueAndANoteOfOneIdIsOne() {
    MemoryEntry first = put(ANN, "colour", "red");
    MemoryEntry second = put(ANN, "colour", "blue");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.version()).isEqualTo(1);
    assertThatThrownBy(() -> memory.remember(entry(ANN, "colour", Json.tree("x")), 100, false))
        .isInstanceOf(ConflictException.class);
    MemoryEntry note = entry(ANN, null, Json.parse("{\"deep\": [1, null, \"ü\"]}"));
    memory.remember(note, 100, true);
    memory.remember(note, 100, true);
    assertThat(memory.recall(List.of(ANN), "deep", 9))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.value()).isEqualTo(note.value());
              assertThat(found.tags()).containsExactly("tagged");
              assertThat(found.source()).isEqualTo(note.source());
            });
    assertThat(events("ann")).isEqualTo(3);
  }

  private int events(String owner) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    """
                    select count(*) from event where topic = 'memory' and data ->> 'owner' = ?
                      and data::text not like '%deep%'
                    """,
                    row -> row.getInt(1),
                    owner)
                .orElseThrow());
  }

  @Test
  void thirtyWhoAddAtOnceNeverFindRoomForMoreThanTen() throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(30);
    List<Future<MemoryEntry>> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      MemoryEntry entry = entry(BEN, null, Json.tree("note " + i));
      all.add(writers.submit(() -> memory.remember(entry, 10, true)));
    }
    int refused = 0;
    for (Future<MemoryEntry> each : all) {
      try {
        each.get();
      } catch (ExecutionException e) {
        assertThat(e.getCause()).isInstanceOf(ConflictException.class);
        refused++;
      }
    }
    writers.shutdown();
    assertThat(refused).isEqualTo(20);
    assertThat(memory.recall(List.of(BEN), "", 100)).hasSize(10);
  }

  @Test
  void whatHasExpiredIsGoneAndFreesItsKey() {
    MemoryEntry old = put(ANN, "k", "old");
    update(
        "update memory_entry set expires_at = clock_timestamp() - interval '1 s' where id = ?",
        old.id());
    assertThat(memory.find(old.id())).isEmpty();
    assertThat(memory.recall(List.of(ANN), "", 9)).isEmpty();
    assertThat(memory.keyed(List.of(ANN), 9)).isEmpty();
    MemoryEntry anew = memory.remember(entry(ANN, "k", Json.tree("anew")), 100, false);
    assertThat(anew.id()).isNotEqualTo(old.id());
    assertThat(memory.ofKey(List.of(ANN), "k"))
        .extracting(MemoryEntry::text)
        .containsExactly("anew");
  }

  @Test
  void whatSharesWordsComesFirstThenWhatIsNewAndNobodySeesOthers() {
    put(ANN, null, "round tables of oak");
    MemoryEntry chairs = put(ANN, null, "chairs");
    put(ANN, null, "lamps");
    put(BEN, null, "round tables of ben");
    update(
        "update memory_entry set updated_at = updated_at - interval '90 days' where id = ?",
        chairs.id());
    assertThat(memory.relevant(List.of(ANN), List.of("round", "tables"), 2))
        .extracting(ranked -> ranked.entry().text())
        .containsExactly("round tables of oak", "lamps");
    assertThat(memory.relevant(List.of(ANN), List.of(), 9)).hasSize(3);
    assertThat(memory.recall(List.of(ANN), "\"tables of\" or chairs -pine", 9))
        .extracting(MemoryEntry::text)
        .containsExactly("round tables of oak", "chairs");
    assertThat(
            memory.list(new MemoryFilter(null, null, "tagged round", null), MemoryCursor.START, 9))
        .hasSize(2);
  }

  @Test
  void aListGoesOnWhereItEndedAndAChangeNeedsTheVersionThatWasSeen() {
    for (int i = 0; i < 5; i++) {
      put(ANN, "k" + i, "note " + i);
    }
    MemoryFilter filter = new MemoryFilter(MemoryScope.AGENT, "ann", null, "tagged");
    List<MemoryEntry> first = memory.list(filter, MemoryCursor.START, 3);
    MemoryEntry last = first.get(2);
    List<MemoryEntry> rest =
        memory.list(filter, new MemoryCursor(last.updatedAt(), last.id(), 3), 3);
    assertThat(rest).extracting(MemoryEntry::key).containsExactly("k1", "k0");
    assertThat(memory.change(last, 7)).isEmpty();
    assertThat(memory.change(last, 0).orElseThrow().version()).isEqualTo(1);
    assertThat(memory.forgetAll(ANN)).isEqualTo(5);
    assertThat(memory.forget(last)).isFalse();
  }

  @Test
  void anInstanceTakesItsMemoryWithIt() {
    UUID assignment = Ids.next();
    UUID instance = Ids.next();
    update(
        "insert into agent_assignment (id, agent, created_by) values (?, 'ann', 'me')", assignment);
    update(
        "insert into agent_instance (id, agent, assignment_id) values (?, 'ann', ?)",
        instance,
        assignment);
    put(MemoryOwner.ofAgent(instance.toString()), "runs", "1");
    put(ANN, "stays", "here");
    update("delete from agent_assignment where id = ?", assignment);
    assertThat(memory.list(new MemoryFilter(null, null, null, null), MemoryCursor.START, 9))
        .extracting(MemoryEntry::key)
        .containsExactly("stays");
  }

  private static Direction towards(String space, float... parts) {
    return new Direction(space, MemoryVector.of(parts));
  }

  private void embed(Unembedded entry, Direction direction) {
    memory.keep(List.of(new EmbeddedEntry(entry.id(), entry.version(), direction)));
  }

  @Test
  void theNearestOfEachOwnerComesFirstAndAVectorCountsForItsVersionAlone() {
    put(ANN, "north", "up");
    put(ANN, null, "east");
    put(BEN, null, "of ben");
    List<Unembedded> due = new ArrayList<>(memory.takeUnembedded("s", 2));
    assertThat(due).hasSize(2);
    due.addAll(memory.takeUnembedded("s", 9));
    assertThat(due)
        .extracting(Unembedded::text)
        .containsExactlyInAnyOrder("north: up tagged", "east tagged", "of ben tagged");
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    for (Unembedded each : due) {
      embed(each, each.text().startsWith("n") ? towards("s", 0, 1) : towards("s", 1, 0.1f));
    }
    List<RankedMemory> near = memory.nearest(List.of(ANN, BEN), towards("s", 1, 3), 1);
    assertThat(near)
        .extracting(ranked -> ranked.entry().text())
        .containsExactlyInAnyOrder("up", "of ben");
    assertThat(memory.nearest(List.of(ANN), towards("s", 3, 1), 9))
        .extracting(ranked -> ranked.entry().text())
        .containsExactly("east", "up");
    assertThat(memory.nearest(List.of(ANN), towards("s", 1, 3, 5), 9)).isEmpty();
    assertThat(memory.nearest(List.of(ANN), towards("t", 1, 3), 9)).isEmpty();

    put(ANN, "north", "down");
    due.forEach(each -> embed(each, towards("s", 0, 1)));
    assertThat(memory.nearest(List.of(ANN), towards("s", 0, 1), 9)).hasSize(1);
    assertThat(memory.takeUnembedded("s", 9))
        .singleElement()
        .satisfies(again -> assertThat(again.text()).isEqualTo("north: down tagged"));
  }

  @Test
  void whatADeadNodeTookIsDueAgainAndSoIsWhatAnotherModelMade() {
    put(ANN, null, "x".repeat(9_000));
    assertThat(memory.takeUnembedded("s", 9)).hasSize(1);
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    update("update memory_vector set due_at = due_at - interval '4 minutes'");
    Unembedded taken = memory.takeUnembedded("s", 9).get(0);
    memory.giveBack(List.of(taken), true);
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    update("update memory_vector set due_at = due_at - interval '31 seconds'");
    Unembedded shorter = memory.takeUnembedded("s", 9).get(0);
    assertThat(shorter.text()).hasSize(4_000);
    memory.giveBack(List.of(shorter), false);
    embed(memory.takeUnembedded("s", 9).get(0), towards("s", 1));
    assertThat(memory.takeUnembedded("s", 9)).isEmpty();
    assertThat(memory.takeUnembedded("other", 9)).hasSize(1);
  }

  @Test
  void aThousandVectorsAreComparedInAMoment() {
    update(
        """
        insert into memory_entry (id, scope, owner, value)
        select gen_random_uuid(), 'agent', 'ann', '"note ' || n || '"' from generate_series(1, 1500) n
        """);
    update(
        """
        update memory_vector set space = 's', due_at = null,
          vector = decode(repeat('7f01', 768), 'hex')
        """);
    float[] question = new float[1_536];
    java.util.Arrays.fill(question, 1);
    long begin = System.nanoTime();
    assertThat(memory.nearest(List.of(ANN), towards("s", question), 50)).hasSize(50);
    assertThat(System.nanoTime() - begin).isLessThan(10_000_000_000L);
  }

  @Test
  void whatNobodySeesAnyMoreIsRemovedInSteps() {
    put(ANN, null, "stays");
    update(
        """
        insert into memory_entry (id, scope, owner, value, expires_at)
        select gen_random_uuid(), 'global', 'global', '"x"', clock_timestamp() - interval '1 s'
        from generate_series(1, 2500)
        """);
    assertThat(MemoryKeeping.tidy(database)).isEqualTo(2_500);
    assertThat(memory.list(new MemoryFilter(null, null, null, null), MemoryCursor.START, 9))
        .hasSize(1);
  }
}
