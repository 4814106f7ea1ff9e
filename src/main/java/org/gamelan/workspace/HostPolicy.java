package org.gamelan.workspace;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.gamelan.failure.FailureKind;
import org.gamelan.failure.GamelanException;

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
        if (isPrivate(address)) {
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

  static boolean isPrivate(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet6Address six) {
      // fc00::/7 unique local, 64:ff9b::/96 and 2002::/16 carry an IPv4 address inside
      return (first & 0xfe) == 0xfc
          || (first == 0 && second == 0x64)
          || (first == 0x20 && second == 0x02)
          || six.isIPv4CompatibleAddress();
    }
    // 0/8, 100.64/10 (carrier NAT), 192.0.0/24, 198.18/15 (benchmarks), 240/4
    return first == 0
        || (first == 100 && second >= 64 && second < 128)
        || (first == 192 && second == 0 && bytes[2] == 0)
        || (first == 198 && (second == 18 || second == 19))
        || first >= 240;
  }
}
