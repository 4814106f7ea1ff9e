package org.gamelan.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ejb.EJBAccessException;
import jakarta.ejb.EJBException;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.util.List;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.platform.DatabaseException;
import org.gamelan.task.TooManyTasksException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void invalidValuesAre422WithTheirFields() {
    HttpFailure failure =
        Failures.of(new InvalidInputException("title", "has more than 200 characters"), "-");
    assertThat(failure.status()).isEqualTo(422);
    assertThat(failure.errors())
        .containsExactly(new FieldError("title", "has more than 200 characters"));
  }

  @Test
  void eachKnownFailureHasItsStatus() {
    assertThat(status(new MalformedJsonException("no JSON", 1, 2))).isEqualTo(400);
    assertThat(status(new NotFoundException("task", "x"))).isEqualTo(404);
    assertThat(status(new ConflictException("ended"))).isEqualTo(409);
    assertThat(status(new OptimisticLockException())).isEqualTo(409);
    assertThat(status(new EJBAccessException())).isEqualTo(403);
    assertThat(status(RestException.stale())).isEqualTo(412);
    assertThat(status(RestException.preconditionRequired())).isEqualTo(428);
    assertThat(status(RestException.tooLarge(10))).isEqualTo(413);
    assertThat(status(new GamelanException(FailureKind.NOT_PERMITTED, "no"))).isEqualTo(403);
    assertThat(status(new GamelanException(FailureKind.TIMEOUT, "slow"))).isEqualTo(504);
    assertThat(status(new GamelanException(FailureKind.INTERNAL, "bug"))).isEqualTo(500);
  }

  @Test
  void aFullServerSaysWhenToComeAgain() {
    HttpFailure failure = Failures.of(new TooManyTasksException(5), "-");
    assertThat(failure.status()).isEqualTo(429);
    assertThat(failure.retryAfter()).isPresent();
  }

  @Test
  void aLostDatabaseIsForLater() {
    HttpFailure failure = Failures.of(new DatabaseException(new SQLException("x", "08006")), "-");
    assertThat(failure.status()).isEqualTo(503);
    assertThat(failure.retryAfter()).isPresent();
  }

  @Test
  void whatContainersWrapIsFound() {
    Exception inner = new NotFoundException("agent", "x");
    assertThat(status(new EJBException("wrapped", new RuntimeException(inner)))).isEqualTo(404);
  }

  @Test
  void whatNobodyPlannedForTellsNothingButAnId() {
    HttpFailure failure =
        Failures.of(new IllegalStateException("jdbc:postgresql://secret"), "request-1");
    assertThat(failure.status()).isEqualTo(500);
    assertThat(failure.detail()).doesNotContain("secret").contains("error id");
    assertThat(failure.errors()).isEqualTo(List.of());
  }

  private static int status(Throwable thrown) {
    return Failures.of(thrown, "-").status();
  }
}
