package org.gamelan.provider.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.gamelan.failure.FailureKind;
import org.gamelan.json.Json;
import org.gamelan.json.MalformedJsonException;

/** Errors in the vendors' words. */
final class VendorError {
  private VendorError() {}

  /** The error that a body holds, if it holds one. */
  static Optional<JsonNode> in(String body) {
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

  /** What an error means that came with a status of its own. */
  static FailureKind kind(int status, JsonNode error) {
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

  /** What an error means that came when the status had been sent already. */
  static FailureKind kind(JsonNode error) {
    return kind(statusOf(error), error);
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
}
