package org.gamelan.admin;

import java.net.URI;
import java.net.URISyntaxException;

/** Addresses within this server that came with a request, and so may be somebody's trap. */
final class LocalAddress {
  private static final int LONGEST = 2_000;

  private LocalAddress() {}

  /** The address if it is a plain path on this server, else the one to take instead. */
  static String orElse(String address, String instead) {
    if (address == null
        || address.length() > LONGEST
        || !address.startsWith("/")
        || address.startsWith("//")
        || address.indexOf('\\') >= 0) {
      return instead;
    }
    try {
      URI uri = new URI(address);
      return uri.getScheme() == null && uri.getRawAuthority() == null ? address : instead;
    } catch (URISyntaxException e) {
      return instead;
    }
  }
}
