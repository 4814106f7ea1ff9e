package org.gamelan.incontainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.inject.Inject;
import java.util.Optional;
import org.gamelan.platform.Database;
import org.gamelan.platform.Sql;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Short transactions over the server's own pool. */
@ExtendWith(ArquillianExtension.class)
class DatabaseIT {
  @Inject private Database database;

  @Deployment
  static WebArchive archive() {
    return TestableGamelan.archive();
  }

  @Test
  void aCommitIsOnTheDisk() {
    assertThat(one("show fsync")).contains("on");
    assertThat(one("show synchronous_commit")).contains("on");
    assertThat(one("show full_page_writes")).contains("on");
  }

  @Test
  void workThatFailsLeavesNothingBehind() {
    assertThatThrownBy(
            () ->
                database.inTransaction(
                    tx -> {
                      Sql.update(tx.connection(), "create table left_behind (id int)");
                      throw new IllegalStateException("stop");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(one("select 'there' where to_regclass('left_behind') is not null")).isEmpty();
  }

  private Optional<String> one(String query) {
    return database.inTransaction(tx -> Sql.find(tx.connection(), query, row -> row.getString(1)));
  }
}
