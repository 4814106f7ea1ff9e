package org.gamelan.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 request, as much of it as the fake model server needs.
 *
 * @param method the method
 * @param target path and query
 * @param close whether the connection ends after the answer
 * @param stream whether the body asks for a streamed answer
 * @param length bytes of the whole request: head and body
 */
record Request(String method, String target, boolean close, boolean stream, int length) {
  private static final int LARGEST_HEAD = 64 * 1024;
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STREAM = "\"stream\"".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads a request from the start of the bytes; empty while it has not arrived completely.
   *
   * @throws IllegalArgumentException when the bytes are no request this server understands
   */
  static Optional<Request> parse(byte[] bytes, int length) {
    int headEnd = indexOf(bytes, length, HEAD_END, 0);
    if (headEnd < 0) {
      if (length > LARGEST_HEAD) {
        throw new IllegalArgumentException("The head is too long");
      }
      return Optional.empty();
    }
    String[] lines = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).split("\r\n");
    String[] words = lines[0].split(" ");
    if (words.length != 3) {
      throw new IllegalArgumentException("No request line: " + lines[0]);
    }
    int body = 0;
    boolean close = false;
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i].toLowerCase(Locale.ROOT);
      if (line.startsWith("content-length:")) {
        body = Integer.parseInt(line.substring(15).strip());
      } else if (line.startsWith("connection:")) {
        close = line.contains("close");
      } else if (line.startsWith("transfer-encoding:")) {
        throw new IllegalArgumentException("Bodies need a Content-Length");
      }
    }
    int from = headEnd + HEAD_END.length;
    if (length - from < body) {
      return Optional.empty();
    }
    boolean stream = asksForStream(bytes, from, from + body);
    return Optional.of(new Request(words[0], words[1], close, stream, from + body));
  }

  private static boolean asksForStream(byte[] bytes, int from, int to) {
    int at = indexOf(bytes, to, STREAM, from);
    if (at < 0) {
      return false;
    }
    int end = Math.min(to, at + STREAM.length + 12);
    return new String(bytes, at, end - at, StandardCharsets.ISO_8859_1)
        .replace(" ", "")
        .startsWith("\"stream\":true");
  }

  private static int indexOf(byte[] bytes, int length, byte[] what, int from) {
    for (int i = from; i <= length - what.length; i++) {
      int matched = 0;
      while (matched < what.length && bytes[i + matched] == what[matched]) {
        matched++;
      }
      if (matched == what.length) {
        return i;
      }
    }
    return -1;
  }
}
