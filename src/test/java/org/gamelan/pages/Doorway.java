package org.gamelan.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** One address for a server that comes back on another port, as it would not outside of tests. */
final class Doorway implements AutoCloseable {
  private final ServerSocket door;
  private volatile int behind;

  Doorway(URI server) {
    lead(server);
    try {
      door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::open);
  }

  /** Leads to this server from now on. */
  void lead(URI server) {
    behind = server.getPort();
  }

  String address(String path) {
    return "http://127.0.0.1:" + door.getLocalPort() + "/" + path;
  }

  private void open() {
    try {
      while (true) {
        Socket from = door.accept();
        daemon(() -> lead(from));
      }
    } catch (IOException e) {
      // Closed: the test is over.
      behind = 0;
    }
  }

  private void lead(Socket from) {
    try (from;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      Thread back = daemon(() -> pass(to, from));
      pass(from, to);
      back.join();
    } catch (IOException e) {
      // Nobody is behind the door at the moment: whoever knocked finds it closed.
      close(from);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      close(from);
      close(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "doorway");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
