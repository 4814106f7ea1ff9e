package org.gamelan.provider.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import org.gamelan.provider.HostRule;

/** Resolves names and refuses private addresses, at every connection anew. */
record GuardedDns(HostRule hosts) implements Dns {
  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> addresses = Dns.SYSTEM.lookup(host);
    for (InetAddress address : addresses) {
      if (!hosts.allows(host, address)) {
        throw new ForbiddenHostException(host);
      }
    }
    return addresses;
  }
}
