package org.gamelan.security.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers to programs that may not come in, as problem details (RFC 9457). */
final class Challenge {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int HEADERS_TOO_LARGE = 431;

  private Challenge() {}

  static void unauthorized(
      HttpServletRequest request, HttpServletResponse response, String detail) {
    response.addHeader("WWW-Authenticate", "Bearer realm=\"gamelan\"");
    if (!isScript(request)) {
      response.addHeader("WWW-Authenticate", "Basic realm=\"gamelan\", charset=\"UTF-8\"");
    }
    write(request, response, HttpServletResponse.SC_UNAUTHORIZED, "Unauthorized", detail);
  }

  static void tooMany(
      HttpServletRequest request, HttpServletResponse response, String detail, Duration wait) {
    response.setHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    write(request, response, TOO_MANY_REQUESTS, "Too Many Requests", detail);
  }

  static void unavailable(
      HttpServletRequest request, HttpServletResponse response, String detail, Duration wait) {
    response.setHeader("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    write(
        request,
        response,
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "Service Unavailable",
        detail);
  }

  static void malformed(HttpServletRequest request, HttpServletResponse response, String detail) {
    write(request, response, HttpServletResponse.SC_BAD_REQUEST, "Bad Request", detail);
  }

  static void headersTooLarge(
      HttpServletRequest request, HttpServletResponse response, int characters) {
    write(
        request,
        response,
        HEADERS_TOO_LARGE,
        "Request Header Fields Too Large",
        "The headers of a request may have at most " + characters + " characters.");
  }

  static void forbidden(HttpServletRequest request, HttpServletResponse response, String detail) {
    write(request, response, HttpServletResponse.SC_FORBIDDEN, "Forbidden", detail);
  }

  /** A challenge to a script makes the browser ask the person for a password in a window. */
  private static boolean isScript(HttpServletRequest request) {
    String mode = request.getHeader("Sec-Fetch-Mode");
    return request.getHeader("X-Requested-With") != null
        || (mode != null && !mode.equals("navigate"));
  }

  private static void write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String title,
      String detail) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", title);
    problem.put("status", status);
    problem.put("detail", detail);
    problem.put("instance", request.getRequestURI());
    response.setStatus(status);
    response.setContentType("application/problem+json");
    response.setHeader("Cache-Control", "no-store");
    try {
      response.getOutputStream().write(JSON.writeValueAsBytes(problem));
      response.flushBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
