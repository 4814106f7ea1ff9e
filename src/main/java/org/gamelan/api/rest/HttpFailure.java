package org.gamelan.api.rest;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gamelan.failure.FieldError;

/**
 * A failure as HTTP tells it.
 *
 * @param status the HTTP status
 * @param detail one sentence for the caller
 * @param errors the fields at fault, if it is about fields
 * @param retryAfter when to come again, if that makes sense
 */
record HttpFailure(
    int status, String detail, List<FieldError> errors, Optional<Duration> retryAfter) {

  static HttpFailure of(int status, String detail) {
    return new HttpFailure(status, detail, List.of(), Optional.empty());
  }

  static HttpFailure of(int status, String detail, List<FieldError> errors) {
    return new HttpFailure(status, detail, errors, Optional.empty());
  }

  static HttpFailure later(int status, String detail, Duration wait) {
    return new HttpFailure(status, detail, List.of(), Optional.of(wait));
  }

  Problem problem(String instance) {
    return new Problem("about:blank", title(status), status, detail, instance, errors);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 406 -> "Not Acceptable";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 422 -> "Unprocessable Content";
      case 428 -> "Precondition Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 502 -> "Bad Gateway";
      case 503 -> "Service Unavailable";
      case 504 -> "Gateway Timeout";
      default -> status >= 500 ? "Internal Server Error" : "Bad Request";
    };
  }
}
