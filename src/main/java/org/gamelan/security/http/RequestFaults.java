package org.gamelan.security.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Collections;
import java.util.Optional;

/**
 * What is wrong with a request whatever it asks for: an address that does not decode, headers
 * beyond reason. Containers let such escapes pass as they are, and each reader would make something
 * else of them.
 */
final class RequestFaults {
  /** All names and values of headers together, in characters. */
  static final int MAX_HEADERS = 16_384;

  private RequestFaults() {}

  /** Why the address cannot be read, if it cannot. */
  static Optional<String> ofAddress(HttpServletRequest request) {
    return ofText("path", request.getRequestURI())
        .or(() -> ofText("query", request.getQueryString()));
  }

  static boolean hasTooLargeHeaders(HttpServletRequest request) {
    long characters = 0;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        characters += name.length() + value.length();
      }
    }
    return characters > MAX_HEADERS;
  }

  static Optional<String> ofText(String part, String raw) {
    if (raw == null || raw.indexOf('%') < 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int at = 0; at < raw.length(); at++) {
      char next = raw.charAt(at);
      if (next != '%') {
        bytes.write(next < 128 ? next : '?');
        continue;
      }
      int high = digit(raw, at + 1);
      int low = digit(raw, at + 2);
      if (high < 0 || low < 0) {
        return Optional.of(
            "The "
                + part
                + " has a % without two hexadecimal digits behind it; write %25 for the sign.");
      }
      bytes.write(high * 16 + low);
      at += 2;
    }
    return decoded(part, bytes.toByteArray());
  }

  private static int digit(String raw, int at) {
    return at < raw.length() ? Character.digit(raw.charAt(at), 16) : -1;
  }

  private static Optional<String> decoded(String part, byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().indexOf('\0') < 0
          ? Optional.empty()
          : Optional.of("The " + part + " has U+0000 (%00), which no text here has.");
    } catch (CharacterCodingException e) {
      return Optional.of("The " + part + " has percent escapes that are not UTF-8.");
    }
  }
}
