package org.gamelan.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Some lines of a stream, read without holding the lines before them.
 *
 * @param bytes the lines
 * @param more whether the stream goes on after them
 */
record LineRange(byte[] bytes, boolean more) {

  static LineRange read(InputStream in, int fromLine, int lines, int maxBytes) throws IOException {
    int line = 1;
    int next = in.read();
    while (next >= 0 && line < fromLine) {
      line += next == '\n' ? 1 : 0;
      next = in.read();
    }
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    int wanted = lines;
    while (next >= 0 && wanted > 0 && found.size() < maxBytes) {
      found.write(next);
      wanted -= next == '\n' ? 1 : 0;
      next = in.read();
    }
    return new LineRange(wholeCharacters(found.toByteArray(), next), next >= 0);
  }

  /** Takes off the bytes of a UTF-8 character that was cut through. */
  private static byte[] wholeCharacters(byte[] bytes, int next) {
    int end = bytes.length;
    if ((next & 0xc0) != 0x80 || next < 0) {
      return bytes;
    }
    while (end > 0 && bytes.length - end < 3 && (bytes[end - 1] & 0xc0) == 0x80) {
      end--;
    }
    return end > 0 && (bytes[end - 1] & 0xc0) == 0xc0 ? Arrays.copyOf(bytes, end - 1) : bytes;
  }
}
