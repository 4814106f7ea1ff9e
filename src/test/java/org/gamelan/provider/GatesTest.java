package org.gamelan.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.gamelan.failure.FailureKind;
import org.gamelan.platform.DatabaseException;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final TestClock clock = new TestClock();
  private final Away store = new Away();
  private final Gates gates = new Gates(store, clock, 2);

  @Test
  void aRefusedCredentialIsToldOnceAMinute() throws Exception {
    ModelEntry one = model(ProviderLimits.NONE);
    ModelEntry other = model(ProviderLimits.NONE);
    assertThat(fails(one, FailureKind.AUTH, null)).isTrue();
    assertThat(fails(one, FailureKind.AUTH, null)).isFalse();
    assertThat(fails(other, FailureKind.AUTH, null)).isTrue();
    clock.advance(Duration.ofSeconds(60));
    assertThat(fails(one, FailureKind.AUTH, null)).isTrue();
    assertThat(fails(one, FailureKind.AUTH, null)).isFalse();
    assertThat(gates.isOpen(one.provider().id())).isFalse();
  }

  @Test
  void failuresInARowAreToldWhenTheProviderIsLeftAlone() throws Exception {
    ModelEntry entry = model(ProviderLimits.NONE);
    assertThat(fails(entry, FailureKind.SERVER_ERROR, null)).isFalse();
    assertThat(fails(entry, FailureKind.NETWORK, null)).isTrue();
    assertThat(gates.isOpen(entry.provider().id())).isTrue();
    assertThatThrownBy(() -> gates.enter(entry, 1, PATIENCE))
        .isInstanceOf(NotAdmittedException.class)
        .hasMessageContaining("several times in a row");
  }

  @Test
  void whatARequestDidWrongIsNoReasonToLookAtTheProvider() throws Exception {
    ModelEntry entry = model(ProviderLimits.NONE);
    for (int i = 0; i < 5; i++) {
      assertThat(fails(entry, FailureKind.INVALID_INPUT, null)).isFalse();
    }
    assertThat(gates.isOpen(entry.provider().id())).isFalse();
  }

  @Test
  void aPauseThatWasAskedForIsKept() throws Exception {
    ModelEntry entry = model(ProviderLimits.NONE);
    assertThat(fails(entry, FailureKind.RATE_LIMIT, Duration.ofSeconds(30))).isFalse();
    assertThatThrownBy(() -> gates.enter(entry, 1, PATIENCE))
        .isInstanceOfSatisfying(
            NotAdmittedException.class,
            e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(30)))
        .hasMessageContaining("asked to be left alone");
    clock.advance(Duration.ofSeconds(30));
    gates.enter(entry, 1, PATIENCE).abandoned();
  }

  /** The caller has to learn of the call's own failure. */
  @Test
  void aPauseIsKeptHereWhenTheOtherNodesCannotBeTold() throws Exception {
    ModelEntry entry = model(new ProviderLimits(10, null, null));
    assertThat(fails(entry, FailureKind.RATE_LIMIT, Duration.ofSeconds(30))).isFalse();
    assertThat(store.blocked).isEqualTo(1);
    assertThatThrownBy(() -> gates.enter(entry, 1, PATIENCE))
        .isInstanceOf(NotAdmittedException.class);
  }

  private boolean fails(ModelEntry entry, FailureKind kind, Duration pause)
      throws InterruptedException {
    return gates
        .enter(entry, 1, PATIENCE)
        .failed(new ModelCallException(kind, "no luck", pause, null));
  }

  private static ModelEntry model(ProviderLimits limits) {
    ProviderEntry provider =
        new ProviderEntry(UUID.randomUUID(), 1, "p", "openai", null, ApiKey.NONE, limits, null);
    return new ModelEntry("m", 1, provider, "m", null, null, null, List.of(), List.of());
  }

  /** Grants everything; its database is away when a pause is to be told. */
  private static final class Away implements LimitStore {
    private int blocked;

    @Override
    public Granted grant(UUID subject, ProviderLimits limits, Asked asked) {
      return new Granted(asked.costs().size(), Duration.ZERO);
    }

    @Override
    public void block(UUID subject, Duration time) {
      blocked++;
      throw new DatabaseException(new SQLException("The database is away"));
    }
  }
}
