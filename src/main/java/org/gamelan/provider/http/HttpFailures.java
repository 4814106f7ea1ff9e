package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.provider.ModelCallException;

/** What went wrong on the wire, told in the words of failures. */
final class HttpFailures {
  private static final int MAX_MESSAGE = 500;

  private HttpFailures() {}

  /** An answer with a status other than 2xx. */
  static ModelCallException ofStatus(
      CallScope scope, int status, String retryAfter, String body, Clock clock) {
    Optional<JsonNode> error = VendorError.in(body);
    String said = said(scope, error, body);
    FailureKind kind = VendorError.kind(status, error.orElseGet(Json::object));
    String message =
        switch (kind) {
          case AUTH -> "%s refuses the credential (status %d)%s";
          case RATE_LIMIT -> "%s is asked too often (status %d)%s";
          case TIMEOUT -> "%s took too long (status %d)%s";
          case BUDGET -> "%s has no credit left (status %d)%s";
          case INVALID_INPUT -> invalid(status);
          default -> "%s fails (status %d)%s";
        };
    return new ModelCallException(
        kind,
        message.formatted(scope.what(), status, said),
        RetryAfter.of(retryAfter, clock).orElse(null),
        null);
  }

  private static String invalid(int status) {
    if (status == 404) {
      return "%s is not there (status %d): check the model's name and the base URL%s";
    } else if (status == 413) {
      return "The request is too large for %s (status %d)%s";
    } else if (status >= 300 && status < 400) {
      return "%s points elsewhere (status %d): check the base URL%s";
    }
    return "%s does not accept the request (status %d)%s";
  }

  /** A body, or an event of a stream, that came with status 2xx and is no answer of a model. */
  static ModelCallException ofBody(CallScope scope, String body, Throwable cause) {
    if (body.isBlank()) {
      return new ModelCallException(
          FailureKind.SERVER_ERROR, scope.what() + " answered with nothing.", cause);
    }
    Optional<JsonNode> error = VendorError.in(body);
    if (error.isPresent()) {
      return new ModelCallException(
          VendorError.kind(error.get()), scope.what() + " fails" + said(scope, error, body), cause);
    }
    String what =
        body.stripLeading().charAt(0) == '<'
            ? "a web page, perhaps from a proxy in between"
            : "something that is no JSON, perhaps from a proxy in between";
    return new ModelCallException(
        FailureKind.SERVER_ERROR,
        "%s answered with %s: %s"
            .formatted(
                scope.what(),
                looksLikeJson(body) ? "JSON that is no " + scope.expected() : what,
                excerpt(scope.redact(body), 120)),
        cause);
  }

  static boolean looksLikeJson(String body) {
    String start = body.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /** No answer, or not all of it. */
  static ModelCallException of(CallScope scope, IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new ModelCallException(FailureKind.CANCELLED, "The call was cancelled.", e);
    }
    if (e instanceof LimitedStream.TooLongException) {
      return new ModelCallException(
          FailureKind.SERVER_ERROR,
          "%s answered with %s.".formatted(scope.what(), e.getMessage()),
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return new ModelCallException(
          FailureKind.TIMEOUT, scope.what() + " was silent for too long.", e);
    }
    if (e instanceof InterruptedIOException) {
      return new ModelCallException(
          FailureKind.TIMEOUT,
          "%s did not answer within %s.".formatted(scope.what(), seconds(scope.timeout())),
          e);
    }
    if (e instanceof ForbiddenHostException) {
      return new ModelCallException(
          FailureKind.NOT_PERMITTED,
          scope.what()
              + " is on a private host; outside of development it has to be in"
              + " GAMELAN_PRIVATE_HOSTS.",
          e);
    }
    return new ModelCallException(FailureKind.NETWORK, scope.what() + " " + reason(e), e);
  }

  private static String reason(IOException e) {
    if (e instanceof UnknownHostException) {
      return "is on a host that is not known: check the base URL.";
    } else if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "cannot be reached: the connection was refused.";
    } else if (e instanceof SSLException) {
      return "cannot be reached safely: " + excerpt(String.valueOf(e.getMessage()), 200);
    }
    return "broke the connection off before its answer was complete.";
  }

  static String seconds(Duration duration) {
    return duration.toMillis() < 1000
        ? duration.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  private static String said(CallScope scope, Optional<JsonNode> error, String body) {
    String text =
        error
            .map(it -> it.path("message").asText(""))
            .filter(it -> !it.isBlank())
            .orElseGet(() -> body.stripLeading().startsWith("<") ? "" : body);
    return text.isBlank() ? "." : ": " + excerpt(scope.redact(text), MAX_MESSAGE);
  }

  private static String excerpt(String text, int max) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= max ? line : line.substring(0, max) + "…";
  }
}
