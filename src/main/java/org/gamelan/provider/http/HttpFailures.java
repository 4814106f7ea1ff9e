package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;
import org.gamelan.provider.ModelCallException;

/** What went wrong on the wire, told in the words of failures. */
final class HttpFailures {
  private static final int MAX_MESSAGE = 500;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  private HttpFailures() {}

  /** An answer with a status other than 2xx. */
  static ModelCallException ofStatus(
      CallScope scope, int status, String retryAfter, String body, Clock clock) {
    Optional<JsonNode> error = errorIn(body);
    String said = said(scope, error, body);
    FailureKind kind = kind(status, error.orElseGet(Json::object));
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
        retryAfter(retryAfter, clock).orElse(null),
        null);
  }

  private static FailureKind kind(int status, JsonNode error) {
    String code = error.path("code").asText("");
    if (status == 402 || code.equals("insufficient_quota") || type(error).equals("billing_error")) {
      return FailureKind.BUDGET;
    }
    return switch (status) {
      case 401, 403, 407 -> FailureKind.AUTH;
      case 408 -> FailureKind.TIMEOUT;
      case 409, 425 -> FailureKind.SERVER_ERROR;
      case 429 -> FailureKind.RATE_LIMIT;
      default -> status >= 500 ? FailureKind.SERVER_ERROR : FailureKind.INVALID_INPUT;
    };
  }

  /**
   * The status that an error would have had, had it not come after the status was sent: as a number
   * (OpenRouter), or in a word (https://docs.anthropic.com/en/api/errors).
   */
  private static int statusOf(JsonNode error) {
    int code = error.path("code").asInt(0);
    if (code >= 400 && code < 600) {
      return code;
    }
    return switch (type(error)) {
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "not_found_error" -> 404;
      case "request_too_large" -> 413;
      case "invalid_request_error" -> 400;
      case "rate_limit_error" -> 429;
      case "timeout_error" -> 408;
      default -> 500;
    };
  }

  private static String type(JsonNode error) {
    return error.path("type").asText("");
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
    Optional<JsonNode> error = errorIn(body);
    if (error.isPresent()) {
      return new ModelCallException(
          kind(statusOf(error.get()), error.get()),
          scope.what() + " fails" + said(scope, error, body),
          cause);
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

  private static Optional<JsonNode> errorIn(String body) {
    try {
      JsonNode document = Json.parse(body);
      JsonNode error = document.path("error");
      if (error.isTextual()) {
        return Optional.of(Json.object().put("message", error.textValue()));
      } else if (error.isObject()) {
        return Optional.of(error);
      }
      return document.path("message").isTextual() ? Optional.of(document) : Optional.empty();
    } catch (MalformedJsonException e) {
      // Not every server explains itself in JSON.
      return Optional.empty();
    }
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

  /** Reads {@code Retry-After} (RFC 9110, 10.2.3): seconds, or a date. */
  static Optional<Duration> retryAfter(String header, Clock clock) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    Duration wait;
    try {
      wait =
          header.strip().matches("[0-9]{1,9}(\\.[0-9]{1,3})?")
              ? Duration.ofMillis(Math.round(Double.parseDouble(header.strip()) * 1000))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                      .toInstant());
    } catch (DateTimeException e) {
      // A header nobody can read is as good as none.
      return Optional.empty();
    }
    if (wait.isNegative()) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait);
  }
}
