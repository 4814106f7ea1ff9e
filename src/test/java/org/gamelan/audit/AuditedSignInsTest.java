package org.gamelan.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gamelan.event.AuditEntry;
import org.gamelan.security.SignInFailed;
import org.gamelan.testing.TestClock;
import org.junit.jupiter.api.Test;

class AuditedSignInsTest {
  private final List<AuditEntry> entries = new ArrayList<>();
  private final TestClock clock = new TestClock();
  private final AuditedSignIns signIns =
      new AuditedSignIns(
          new AuditWriter() {
            @Override
            public void write(AuditEntry entry) {
              entries.add(entry);
            }

            @Override
            public void note(AuditEntry entry) {
              entries.add(entry);
            }
          },
          clock);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      signIns.failed(new SignInFailed("ann", "basic", "127.0.0.1", "wrong-credentials"));
    }
  }

  @Test
  void aFailureIsKept() {
    fail(1);
    assertThat(entries).hasSize(1);
    assertThat(entries.get(0).actor()).isEqualTo("ann");
    assertThat(entries.get(0).action()).isEqualTo("sign-in.failed");
    assertThat(entries.get(0).verdict()).isEqualTo("deny");
  }

  @Test
  void ofVeryManyWithinAMinuteTheRestIsCounted() {
    fail(AuditedSignIns.FAILURES_A_MINUTE + 500);
    assertThat(entries).hasSize(AuditedSignIns.FAILURES_A_MINUTE);
    clock.advance(Duration.ofSeconds(61));
    fail(1);
    assertThat(entries).hasSize(AuditedSignIns.FAILURES_A_MINUTE + 2);
    assertThat(entries.get(AuditedSignIns.FAILURES_A_MINUTE).reason()).startsWith("500 more");
    assertThat(entries.get(AuditedSignIns.FAILURES_A_MINUTE).actor()).isEqualTo("system");
  }
}
