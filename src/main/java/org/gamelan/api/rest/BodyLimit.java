package org.gamelan.api.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses request bodies over 1 MiB, also those that do not say their length. */
@Provider
@PreMatching
@Priority(1)
public class BodyLimit implements ContainerRequestFilter {
  static final long BYTES = 1024 * 1024;

  @Override
  public void filter(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    if (parse(length) > BYTES) {
      throw RestException.tooLarge(BYTES);
    }
    request.setEntityStream(new Limited(request.getEntityStream(), BYTES));
  }

  private static long parse(String length) {
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw RestException.malformed("Content-Length is not a number that makes sense.");
    }
  }

  /** Counts what is read. */
  static final class Limited extends FilterInputStream {
    private final long limit;
    private long left;

    Limited(InputStream in, long limit) {
      super(in);
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      if (read >= 0) {
        count(1);
      }
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        count(read);
      }
      return read;
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw RestException.tooLarge(limit);
      }
    }
  }
}
