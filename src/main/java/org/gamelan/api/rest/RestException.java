package org.gamelan.api.rest;

import java.util.List;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.FieldError;
import org.gamelan.failure.GamelanException;

/** A request is at fault as HTTP sees it, before any feature was asked. */
final class RestException extends GamelanException {
  private static final long serialVersionUID = 1L;

  private final transient HttpFailure failure;

  private RestException(HttpFailure failure) {
    super(FailureKind.INVALID_INPUT, failure.detail());
    this.failure = failure;
  }

  HttpFailure failure() {
    return failure;
  }

  /** 400: the request cannot be read. */
  static RestException malformed(String detail) {
    return new RestException(HttpFailure.of(400, detail));
  }

  /** 400: one field or parameter cannot be read. */
  static RestException malformed(String field, String message) {
    return new RestException(
        HttpFailure.of(
            400,
            field.isEmpty() ? message : field + ": " + message,
            List.of(new FieldError(field, message))));
  }

  static RestException forbidden(String detail) {
    return new RestException(HttpFailure.of(403, detail));
  }

  static RestException tooLarge(long limit) {
    return new RestException(
        HttpFailure.of(413, "A request body may have at most " + limit + " bytes."));
  }

  static RestException unsupportedMediaType(String detail) {
    return new RestException(HttpFailure.of(415, detail));
  }

  /** 412: somebody changed it since the caller looked. */
  static RestException stale() {
    return new RestException(
        HttpFailure.of(412, "It was changed since; read it again and use its new ETag."));
  }

  /** 428: an unconditional change is not allowed. */
  static RestException preconditionRequired() {
    return new RestException(
        HttpFailure.of(428, "Send If-Match with the ETag of what you have read."));
  }
}
