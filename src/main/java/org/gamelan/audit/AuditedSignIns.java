package org.gamelan.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.gamelan.event.Actor;
import org.gamelan.event.AuditEntry;
import org.gamelan.json.Json;
import org.gamelan.security.KeysRotated;
import org.gamelan.security.SignInFailed;
import org.gamelan.security.SignedIn;

/**
 * Puts news of who came in, and who did not, into the audit log. Anybody can fail as often as they
 * like, so of failures only so many a minute get rows of their own; the others are counted.
 */
@ApplicationScoped
public class AuditedSignIns {
  static final int FAILURES_A_MINUTE = 60;

  private final AuditWriter audit;
  private final Clock clock;
  private Instant minute = Instant.EPOCH;
  private int failures;

  protected AuditedSignIns() {
    this(null, null);
  }

  @Inject
  public AuditedSignIns(AuditWriter audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  void signedIn(@Observes SignedIn news) {
    audit.note(
        AuditEntry.of(
            news.caller().name(),
            "sign-in.succeeded",
            news.way(),
            Json.object().put("address", news.address())));
  }

  synchronized void failed(@Observes SignInFailed news) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MINUTES);
    if (now.isAfter(minute)) {
      tellUncounted();
      minute = now;
      failures = 0;
    }
    failures++;
    if (failures <= FAILURES_A_MINUTE) {
      audit.note(
          new AuditEntry(
              news.name(),
              null,
              null,
              "sign-in.failed",
              news.way(),
              "deny",
              news.reason(),
              Json.object().put("address", news.address())));
    }
  }

  private void tellUncounted() {
    int more = failures - FAILURES_A_MINUTE;
    if (more > 0) {
      audit.note(
          new AuditEntry(
              AuditEntry.SYSTEM,
              null,
              null,
              "sign-in.failed",
              null,
              "deny",
              more + " more within the minute of " + minute,
              Json.object().put("count", more)));
    }
  }

  void rotated(@Observes KeysRotated news) {
    audit.write(
        AuditEntry.of(
            Actor.current().orElse(AuditEntry.SYSTEM),
            "key.rotated",
            "master key",
            Json.object().put("reencrypted", news.reencrypted()).put("newKey", news.newKey())));
  }
}
