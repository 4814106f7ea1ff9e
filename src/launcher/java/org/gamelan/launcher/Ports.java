package org.gamelan.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports. Seconds pass until the port is used, and a port that the system itself would
 * choose may be given to any outgoing connection in the meantime; so ours come from below those.
 */
final class Ports {
  private static final int FIRST = 15_000;
  private static final int END = 32_000; // outgoing connections begin at 32768 on Linux
  private static final int TRIES = 100;

  private Ports() {}

  /**
   * A port of the loopback address that nobody listens on.
   *
   * @throws StartupException when none can be found
   */
  static int free() {
    IOException last = null;
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        last = e;
      }
    }
    throw new StartupException("No port is free: " + last.getMessage() + ".", last);
  }
}
