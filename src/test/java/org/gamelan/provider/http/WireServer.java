package org.gamelan.provider.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A model server that answers byte by byte as a test says, faults of the wire included. */
final class WireServer implements AutoCloseable {
  /** What is done with one connection after a request has come. */
  interface Reply {
    void write(Socket socket, OutputStream out) throws IOException;
  }

  /**
   * A request as it came.
   *
   * @param head request line and headers, in lower case
   * @param body the body
   */
  record Received(String head, String body) {}

  private final ServerSocket server;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread accepting;

  WireServer() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    accepting = daemon(this::accept);
  }

  String root() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  String baseUrl() {
    return root() + "/v1";
  }

  List<Received> received() {
    return received;
  }

  WireServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  WireServer then(int status, String headers, String body) {
    return then((socket, out) -> out.write(response(status, headers, body)));
  }

  WireServer thenHang() {
    return then(
        (socket, out) -> {
          try {
            closing.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  WireServer thenReset() {
    return then((socket, out) -> socket.setSoLinger(true, 0));
  }

  WireServer thenSay(String type, String body) {
    return then((socket, out) -> out.write(response(200, type, "", body)));
  }

  static byte[] response(int status, String headers, String body) {
    return response(status, "application/json", headers, body);
  }

  static byte[] response(int status, String type, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " Said\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + bytes.length
            + "\r\n"
            + headers
            + "\r\n";
    return (head + body).getBytes(StandardCharsets.UTF_8);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
      closing.countDown();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      Received request = read(in);
      received.add(request);
      Reply reply = replies.poll();
      if (reply != null) {
        reply.write(socket, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // The client has gone, as some tests want it.
      closing.countDown();
    }
  }

  private static Received read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    int at = lower.indexOf("content-length:");
    int length =
        at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf('\r', at)).strip());
    return new Received(lower, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "wire-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** The port is free afterwards: the system lets go of it when nobody waits there any more. */
  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
    try {
      accepting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
