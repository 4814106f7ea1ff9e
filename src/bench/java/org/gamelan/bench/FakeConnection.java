package org.gamelan.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/** One connection of the fake model server: one request at a time, in order. */
final class FakeConnection {
  private static final int LARGEST_REQUEST = 4 << 20;

  private final SocketChannel channel;
  private SelectionKey key;
  private byte[] bytes = new byte[8 * 1024];
  private int length;
  private ByteBuffer pending = ByteBuffer.allocate(0);
  private boolean busy;
  private boolean closeAfter;

  private FakeConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static void attach(SocketChannel channel, Selector selector) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    FakeConnection connection = new FakeConnection(channel);
    connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
  }

  /** Reads what has arrived; false when the other side is gone. */
  boolean fill() {
    try {
      if (length == bytes.length) {
        if (length >= LARGEST_REQUEST) {
          throw new IOException("The request is too large");
        }
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      int read = channel.read(ByteBuffer.wrap(bytes, length, bytes.length - length));
      if (read < 0) {
        close();
        return false;
      }
      length += read;
      return true;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  /** The next whole request, unless the last one is still to be answered. */
  Optional<Request> next() {
    if (busy || pending.hasRemaining() || length == 0 || !key.isValid()) {
      return Optional.empty();
    }
    Optional<Request> request = Request.parse(bytes, length);
    request.ifPresent(
        whole -> {
          busy = true;
          length -= whole.length();
          System.arraycopy(bytes, whole.length(), bytes, 0, length);
        });
    return request;
  }

  void answer(byte[] answer, boolean close) {
    busy = false;
    closeAfter = close;
    pending = ByteBuffer.wrap(answer);
    flush();
  }

  /** Writes what the socket takes; the selector tells when it takes more. */
  void flush() {
    if (!key.isValid()) {
      return;
    }
    try {
      channel.write(pending);
      if (pending.hasRemaining()) {
        key.interestOps(SelectionKey.OP_WRITE);
      } else if (closeAfter) {
        close();
      } else {
        key.interestOps(SelectionKey.OP_READ);
      }
    } catch (IOException e) {
      close();
    }
  }

  private void close() {
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      System.err.println("A connection could not be closed: " + e);
    }
  }
}
