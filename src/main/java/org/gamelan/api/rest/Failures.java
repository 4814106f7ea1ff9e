package org.gamelan.api.rest;

import jakarta.ejb.EJBAccessException;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.gamelan.failure.ConflictException;
import org.gamelan.failure.GamelanException;
import org.gamelan.failure.InvalidInputException;
import org.gamelan.failure.NotFoundException;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.platform.DatabaseException;
import org.gamelan.security.SignInRefusedException;
import org.gamelan.task.TooManyTasksException;

/** Which HTTP status tells which failure: the one table of it. */
final class Failures {
  private static final Logger LOG = Logger.getLogger(Failures.class.getName());
  private static final Duration DATABASE_BACK = Duration.ofSeconds(5);
  private static final int DEEPEST = 20;

  private Failures() {}

  /**
   * What to answer.
   *
   * @param requestId for the log, when nobody planned for this failure
   */
  static HttpFailure of(Throwable thrown, String requestId) {
    Throwable cause = thrown;
    // Containers wrap what their beans throw, some of them more than once.
    for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
      Optional<HttpFailure> known = known(cause);
      if (known.isPresent()) {
        return known.get();
      }
    }
    return unexpected(thrown, requestId);
  }

  private static Optional<HttpFailure> known(Throwable thrown) {
    if (thrown instanceof RestException rest) {
      return Optional.of(rest.failure());
    } else if (thrown instanceof InvalidInputException invalid) {
      return Optional.of(HttpFailure.of(422, invalid.getMessage(), invalid.errors()));
    } else if (thrown instanceof MalformedJsonException malformed) {
      return Optional.of(HttpFailure.of(400, malformed.getMessage()));
    } else if (thrown instanceof NotFoundException missing) {
      return Optional.of(HttpFailure.of(404, missing.getMessage()));
    } else if (thrown instanceof ConflictException conflict) {
      return Optional.of(HttpFailure.of(409, conflict.getMessage()));
    } else if (thrown instanceof OptimisticLockException) {
      return Optional.of(HttpFailure.of(409, "Somebody else changed it at the same time."));
    } else if (thrown instanceof EJBAccessException) {
      return Optional.of(HttpFailure.of(403, "Your role may not do this."));
    } else if (thrown instanceof SignInRefusedException refused) {
      return Optional.of(
          refused
              .retryAfter()
              .map(wait -> HttpFailure.later(429, refused.getMessage(), wait))
              .orElseGet(() -> HttpFailure.of(401, refused.getMessage())));
    } else if (thrown instanceof SQLException && DatabaseException.isConnectionLost(thrown)) {
      LOG.log(Level.WARNING, "The database cannot be reached", thrown);
      return Optional.of(
          HttpFailure.later(503, "The database cannot be reached just now.", DATABASE_BACK));
    } else if (thrown instanceof TooManyTasksException full) {
      return Optional.of(HttpFailure.later(429, full.getMessage(), full.retryAfter()));
    } else if (thrown instanceof WebApplicationException web) {
      return Optional.of(web(web));
    } else if (thrown instanceof GamelanException own) {
      return byKind(own);
    }
    return Optional.empty();
  }

  private static Optional<HttpFailure> byKind(GamelanException own) {
    return switch (own.kind()) {
      case AUTH -> Optional.of(HttpFailure.of(401, own.getMessage()));
      case NOT_PERMITTED -> Optional.of(HttpFailure.of(403, own.getMessage()));
      case INVALID_INPUT -> Optional.of(HttpFailure.of(422, own.getMessage()));
      case TIMEOUT -> Optional.of(HttpFailure.of(504, own.getMessage()));
      case NETWORK, SERVER_ERROR -> Optional.of(HttpFailure.of(502, own.getMessage()));
      case RATE_LIMIT ->
          Optional.of(HttpFailure.later(503, own.getMessage(), Duration.ofSeconds(10)));
      default -> Optional.empty();
    };
  }

  private static HttpFailure web(WebApplicationException thrown) {
    int status = thrown.getResponse().getStatus();
    return HttpFailure.of(
        status,
        switch (status) {
          case 400 -> "The request cannot be read.";
          case 404 -> "There is nothing at this path.";
          case 405 -> "This path does not know this method.";
          case 406 -> "This path cannot answer in the media type that was asked for.";
          case 415 -> "This path does not take a body of this media type.";
          default -> "The request was refused.";
        });
  }

  private static HttpFailure unexpected(Throwable thrown, String requestId) {
    String id = UUID.randomUUID().toString();
    LOG.log(Level.SEVERE, thrown, () -> "Error " + id + " in request " + requestId);
    return HttpFailure.of(
        500, "Something went wrong here. The log tells what, under error id " + id + ".");
  }
}
