package org.gamelan.provider.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that must not go on for ever. */
final class LimitedStream extends FilterInputStream {
  private final int max;
  private long read;

  /** An answer had more bytes than allowed. */
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLongException(int max) {
      super("more than " + max + " bytes");
    }
  }

  LimitedStream(InputStream in, int max) {
    super(in);
    this.max = max;
  }

  @Override
  public int read() throws IOException {
    return (int) count(super.read(), 1);
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int got = super.read(bytes, from, length);
    return (int) count(got, got);
  }

  private long count(int result, int bytes) throws IOException {
    if (result >= 0) {
      read += bytes;
    }
    if (read > max) {
      throw new TooLongException(max);
    }
    return result;
  }
}
