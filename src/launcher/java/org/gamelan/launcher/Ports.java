package org.gamelan.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
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
   * Makes sure that a server can listen on an address at all.
   *
   * @throws StartupException when it is none, or one of another machine
   */
  static void requireOwnAddress(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (!address.isAnyLocalAddress()
          && !address.isLoopbackAddress()
          && NetworkInterface.getByInetAddress(address) == null) {
        throw notOurs(host, "not an address of this machine", null);
      }
    } catch (UnknownHostException e) {
      throw notOurs(host, "neither an address nor a name that is known here", e);
    } catch (SocketException e) {
      throw notOurs(host, "an address that cannot be looked up (" + e.getMessage() + ")", e);
    }
  }

  private static StartupException notOurs(String host, String what, IOException cause) {
    return new StartupException(
        "GAMELAN_HOST is "
            + host
            + ", which is "
            + what
            + ". Give one that the server can listen on, such as 127.0.0.1, or 0.0.0.0 for all.",
        cause);
  }

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
