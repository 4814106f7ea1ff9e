package org.gamelan.workspace;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;
import org.gamelan.platform.PrivateAddresses;

/**
 * Which hosts may be fetched from: public ones always, private ones (loopback, link-local, site
 * networks) in development or when an operator named them. So a task cannot be used to reach into
 * the network the server stands in.
 */
final class HostPolicy {
  private final boolean privateAllowed;
  private final Set<String> named;

  HostPolicy(boolean privateAllowed, Set<String> named) {
    this.privateAllowed = privateAllowed;
    this.named = named;
  }

  /**
   * Resolves the host and refuses it when any of its addresses is private.
   *
   * @throws GamelanException {@code not-permitted} for a private host, {@code network} for one that
   *     cannot be resolved
   */
  void check(String host) {
    if (privateAllowed || named.contains(host.toLowerCase(Locale.ROOT))) {
      return;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (PrivateAddresses.contain(address)) {
          throw new GamelanException(
              FailureKind.NOT_PERMITTED,
              "The host "
                  + host
                  + " is private. An administrator may allow it with GAMELAN_PRIVATE_HOSTS.");
        }
      }
    } catch (UnknownHostException e) {
      throw new GamelanException(
          FailureKind.NETWORK, "The host " + host + " cannot be resolved. Check its name.", e);
    }
  }

  /** The host of a URL, or the text itself where it is a plain host; without its port. */
  static String hostOf(String text) {
    String host =
        text.contains("://") ? URI.create(text).getHost() : text.replaceFirst(":\\d+$", "");
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }
}
