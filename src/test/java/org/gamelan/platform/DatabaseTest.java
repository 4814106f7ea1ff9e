package org.gamelan.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private int asked;

  private DataSource failingWith(String state) {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              asked++;
              throw new SQLException("refused", state);
            });
  }

  @Test
  void aPoolWithoutConnectionsIsALostConnection() {
    assertThatThrownBy(() -> new Database(failingWith(null)).inTransaction(tx -> 1))
        .isInstanceOfSatisfying(
            DatabaseException.class,
            e -> {
              assertThat(e.isConnectionLost()).isTrue();
              assertThat(DatabaseException.isConnectionLost(new IllegalStateException(e))).isTrue();
            });
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aLostDeadlockIsTriedAgainAFewTimes() {
    assertThatThrownBy(() -> new Database(failingWith("40P01")).inTransaction(tx -> 1))
        .isInstanceOfSatisfying(
            DatabaseException.class, e -> assertThat(e.isConnectionLost()).isFalse());
    assertThat(asked).isEqualTo(4);
  }
}
