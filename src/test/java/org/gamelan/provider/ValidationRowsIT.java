package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.gamelan.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Claims of validations, as several nodes make them. */
class ValidationRowsIT {
  private static final ValidationReport WELL =
      new ValidationReport(
          List.of(new ValidationStep("models", true, 3, "1 model")),
          List.of(new OfferedModel("m", null, null, null, List.of("tools"))));
  private static final ValidationReport ILL =
      new ValidationReport(List.of(new ValidationStep("connect", false, 3, "Refused.")), null);

  private final Database database = TestDatabase.get();
  private final UUID id = UUID.randomUUID();

  @BeforeEach
  void add() {
    update(
        "insert into provider (id, name, kind, version) values (?, ?, 'given', 7)", id, "p-" + id);
  }

  @AfterEach
  void remove() {
    update("delete from provider where id = ?", id);
  }

  private int update(String sql, Object... values) {
    return database.inTransaction(tx -> Sql.update(tx.connection(), sql, values));
  }

  private Optional<ValidationRows.Claimed> claim(boolean inAnyCase) {
    return database.inTransaction(tx -> ValidationRows.claim(tx.connection(), id, inAnyCase));
  }

  private Optional<ValidationRows.Begun> begin(ValidationRows.Claimed claimed) {
    ValidationOrder order = new ValidationOrder(id, claimed.claim(), false, null);
    ValidationOrder travelled = ValidationOrder.parse(order.text());
    return database.inTransaction(tx -> ValidationRows.begin(tx.connection(), travelled));
  }

  private Optional<String> finish(ValidationRows.Begun begun, ValidationReport report) {
    return database.inTransaction(
        tx ->
            ValidationRows.finish(
                tx.connection(), id, begun.claim(), report, Duration.ofMinutes(1)));
  }

  private boolean isDue() {
    return database.inTransaction(tx -> ValidationRows.due(tx.connection(), 1_000)).contains(id);
  }

  private String column(String name) {
    return database.inTransaction(
        tx ->
            Sql.find(
                    tx.connection(),
                    "select coalesce(" + name + "::text, '-') as text from provider where id = ?",
                    row -> row.getString("text"),
                    id)
                .orElseThrow());
  }

  @Test
  void oneNodeClaimsAndAnOrderThatComesTwiceBeginsOnce() {
    ValidationRows.Claimed claimed = claim(true).orElseThrow();
    assertThat(claim(true)).isEmpty();
    assertThat(column("status")).isEqualTo("validating");

    ValidationRows.Begun begun = begin(claimed).orElseThrow();
    assertThat(begin(claimed)).isEmpty();
    assertThat(finish(begun, WELL)).contains("p-" + id);
    assertThat(finish(begun, ILL)).isEmpty();
    assertThat(column("status")).isEqualTo("valid");
    assertThat(column("offered")).contains("tools");
    assertThat(column("version")).isEqualTo("7");
  }

  @Test
  void twoNodesThatLookAtTheSameTimeRepeatItOnce() {
    assertThat(isDue()).isTrue();
    ValidationRows.Begun begun = begin(claim(false).orElseThrow()).orElseThrow();
    finish(begun, WELL);
    // The other node had seen it due, too.
    assertThat(claim(false)).isEmpty();
    assertThat(isDue()).isFalse();
    assertThat(claim(true)).isPresent();
  }

  @Test
  void whatADeadNodeHadIsTakenOverAndItsEndDoesNotCount() {
    ValidationRows.Begun lost = begin(claim(true).orElseThrow()).orElseThrow();
    update("update provider set checking_since = now() - interval '3 minutes' where id = ?", id);
    assertThat(isDue()).isTrue();
    ValidationRows.Begun next = begin(claim(false).orElseThrow()).orElseThrow();
    assertThat(finish(lost, ILL)).isEmpty();
    assertThat(finish(next, WELL)).isPresent();
  }

  @Test
  void whatFailsIsRememberedForTheNextPause() {
    finish(begin(claim(true).orElseThrow()).orElseThrow(), ILL);
    assertThat(column("status_detail")).isEqualTo("Refused.");
    ValidationRows.Begun again = begin(claim(true).orElseThrow()).orElseThrow();
    assertThat(again.failedBefore()).isEqualTo(Duration.ofMinutes(1));
    finish(again, WELL);
    assertThat(begin(claim(true).orElseThrow()).orElseThrow().failedBefore()).isNull();
  }

  @Test
  void retiredOnesAreLeftAlone() {
    update("update provider set retired_at = now() where id = ?", id);
    assertThat(claim(true)).isEmpty();
    assertThat(isDue()).isFalse();
  }
}
