package org.gamelan.platform;

import java.net.Inet6Address;
import java.net.InetAddress;

/** Tells addresses of private and special networks (RFC 6890) from those anybody may call. */
public final class PrivateAddresses {
  private PrivateAddresses() {}

  /** Whether an address leads into the network that the server itself stands in, or nowhere. */
  public static boolean contain(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || (address instanceof Inet6Address six ? isSpecial(six) : isSpecial(address.getAddress()));
  }

  /** Unique local addresses (RFC 4193), and ways to write an IPv4 address in an IPv6 one. */
  private static boolean isSpecial(Inet6Address address) {
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return (first & 0xfe) == 0xfc
        || (first == 0x20 && second == 0x02)
        || (first == 0 && second == 0x64)
        || address.isIPv4CompatibleAddress();
  }

  /** "This" network, carrier-grade NAT (RFC 6598), IETF and benchmark networks, reserved ones. */
  private static boolean isSpecial(byte[] bytes) {
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    return first == 0
        || (first == 100 && (second & 0xc0) == 64)
        || (first == 192 && second == 0 && bytes[2] == 0)
        || (first == 198 && (second & 0xfe) == 18)
        || first >= 240;
  }
}
