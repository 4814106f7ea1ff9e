package org.gamelan.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.gamelan.event.AuditEntry;
import org.gamelan.json.Json;
import org.gamelan.platform.Database;
import org.gamelan.platform.DatabaseException;
import org.gamelan.platform.Ids;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** The chain of the audit log on a real database. */
class AuditLogIT {
  private final Database database = TestDatabase.get();
  private final AuditTrail trail = new AuditTrail(database);
  private final AuditLog log = new AuditLog(database, trail);
  private final String actor = "test-" + Ids.next();

  private AuditEntry entry(int number) {
    return new AuditEntry(
        actor,
        null,
        null,
        "test.done",
        Integer.toString(number),
        "allow",
        "because \u0000 of it",
        Json.parse("{\"z\":1.50,\"a\":{\"n\":null,\"text\":\"ü\"},\"n\":" + number + "}"));
  }

  private AuditFilter mine() {
    return new AuditFilter(actor, null, null, null, null, null);
  }

  @Test
  void writersAtOnceMakeOneChain() {
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int writer = 0; writer < 4; writer++) {
      int first = writer * 50;
      AuditTrail other = new AuditTrail(database);
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < first + 50; i++) {
                  if (i % 2 == 0) {
                    other.write(entry(i));
                  } else {
                    other.note(entry(i));
                  }
                  if (i % 10 == 0) {
                    other.catchUp();
                  }
                }
                other.catchUp();
              }));
    }
    writers.forEach(CompletableFuture::join);
    List<AuditRow> rows = log.after(mine(), 0, 500);
    assertThat(rows).hasSize(200);
    assertThat(rows).extracting(AuditRow::subject).doesNotHaveDuplicates();
    long from = rows.get(0).seq();
    AuditVerification verified = log.verify(from, AuditLog.MOST_VERIFIED);
    assertThat(verified.intact()).as(verified.toString()).isTrue();
    assertThat(verified.next()).isNull();
    assertThat(verified.checked()).isGreaterThanOrEqualTo(200);
  }

  @Test
  void aStretchIsVerifiedAndTheNextOneFollows() {
    for (int i = 0; i < 5; i++) {
      trail.write(entry(i));
    }
    long from = log.after(mine(), 0, 1).get(0).seq();
    AuditVerification part = log.verify(from, 3);
    assertThat(part.intact()).isTrue();
    assertThat(part.checked()).isEqualTo(3);
    assertThat(part.next()).isEqualTo(from + 3);
  }

  @Test
  void nothingIsChangedOrTakenAway() {
    trail.write(entry(1));
    long seq = log.latest(mine(), null, 1).get(0).seq();
    for (String sql :
        List.of(
            "update audit set actor = 'x' where seq = " + seq,
            "delete from audit where seq = " + seq,
            "truncate audit")) {
      assertThatThrownBy(() -> run(sql))
          .as(sql)
          .isInstanceOf(DatabaseException.class)
          .rootCause()
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void whoeverChangesARowBreaksTheChainThere() {
    for (int i = 0; i < 5; i++) {
      trail.write(entry(i));
    }
    List<AuditRow> rows = log.after(mine(), 0, 10);
    long from = rows.get(0).seq();
    long seq = rows.get(2).seq();
    without("update audit set reason = 'another' where seq = " + seq);
    try {
      AuditVerification broken = log.verify(from, 100);
      assertThat(broken.intact()).isFalse();
      assertThat(broken.brokenAt()).isEqualTo(seq);
      assertThat(broken.problem()).contains("hash");
      assertThat(broken.checked()).isEqualTo(seq - from);
    } finally {
      without("update audit set reason = '" + rows.get(2).reason() + "' where seq = " + seq);
    }
    assertThat(log.verify(from, 100).intact()).isTrue();
  }

  @Test
  void aRowThatIsTakenAwayIsMissed() {
    for (int i = 0; i < 3; i++) {
      trail.write(entry(i));
    }
    List<AuditRow> rows = log.after(mine(), 0, 10);
    long from = rows.get(0).seq();
    long seq = rows.get(1).seq();
    without("update audit set seq = -seq where seq = " + seq);
    try {
      AuditVerification broken = log.verify(from, 100);
      assertThat(broken.brokenAt()).isEqualTo(seq);
      assertThat(broken.problem()).contains("missing");
    } finally {
      without("update audit set seq = -seq where seq = " + -seq);
    }
    assertThat(log.verify(from, 100).intact()).isTrue();
  }

  @Test
  void theExportHasEachRowInALine() throws IOException {
    for (int i = 0; i < 3; i++) {
      trail.note(entry(i));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    log.export(mine(), out);
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(3);
    assertThat(Json.parse(lines[0]).path("hash").asText()).hasSize(64);
    assertThat(Json.parse(lines[2]).path("details").path("n").asInt()).isEqualTo(2);
  }

  @Test
  void filtersNarrowTheList() {
    trail.write(entry(1));
    AuditRow row = log.latest(mine(), null, 10).get(0);
    assertThat(matches(new AuditFilter(actor, "test.*", null, "allow", row.at(), null))).isTrue();
    assertThat(matches(new AuditFilter(actor, "test.done", null, null, null, null))).isTrue();
    assertThat(matches(new AuditFilter(actor, "test", null, null, null, null))).isFalse();
    assertThat(matches(new AuditFilter(actor, null, null, "deny", null, null))).isFalse();
    assertThat(matches(new AuditFilter(actor, null, null, null, null, row.at()))).isFalse();
    assertThat(matches(new AuditFilter(actor, null, Ids.next(), null, null, null))).isFalse();
  }

  private boolean matches(AuditFilter filter) {
    return !log.latest(filter, null, 10).isEmpty();
  }

  private void run(String sql) {
    database.inTransaction(tx -> Sql.update(tx.connection(), sql));
  }

  /** As somebody could who owns the database. */
  private void without(String sql) {
    database.inTransaction(
        tx -> {
          Sql.update(tx.connection(), "alter table audit disable trigger audit_append_only");
          Sql.update(tx.connection(), sql);
          return Sql.update(tx.connection(), "alter table audit enable trigger audit_append_only");
        });
  }
}
