package org.gamelan.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.gamelan.failure.FailureKind;

/** The way to a remote provider: its host's addresses and a connection to one of them. */
final class Route {
  private static final int CONNECT_MILLIS = 4_000;
  private static final int MOST_ADDRESSES = 2;

  private final String baseUrl;
  private final HostRule hosts;

  Route(ProviderEntry provider, HostRule hosts) {
    this.baseUrl = String.valueOf(provider.baseUrl());
    this.hosts = hosts;
  }

  /**
   * Finds the host's addresses.
   *
   * @throws ModelCallException when there are none, or one that must not be called
   */
  List<InetAddress> resolve() {
    hosts
        .problem(baseUrl)
        .ifPresent(
            problem -> {
              throw failure(FailureKind.NOT_PERMITTED, "The base URL " + problem + ".", null);
            });
    String host = host();
    try {
      List<InetAddress> addresses = Arrays.asList(InetAddress.getAllByName(host));
      if (!addresses.stream().allMatch(address -> hosts.allows(host, address))) {
        throw failure(
            FailureKind.NOT_PERMITTED,
            "The host '%s' is a private one; outside of development it has to be in GAMELAN_PRIVATE_HOSTS."
                .formatted(host),
            null);
      }
      return addresses;
    } catch (UnknownHostException e) {
      throw failure(FailureKind.NETWORK, "The host '%s' is not known.".formatted(host), e);
    }
  }

  /**
   * Opens a connection and closes it again.
   *
   * @return the address that was reached
   * @throws ModelCallException when none can be reached
   */
  String connect(List<InetAddress> addresses) {
    ModelCallException last = null;
    for (InetAddress address : addresses.subList(0, Math.min(MOST_ADDRESSES, addresses.size()))) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port()), CONNECT_MILLIS);
        return address.getHostAddress() + ":" + port();
      } catch (SocketTimeoutException e) {
        last = failure(FailureKind.TIMEOUT, unreached("did not answer"), e);
      } catch (IOException e) {
        last = failure(FailureKind.NETWORK, unreached("refused the connection"), e);
      }
    }
    throw last == null ? failure(FailureKind.NETWORK, unreached("has no address"), null) : last;
  }

  static String text(List<InetAddress> addresses) {
    return addresses.stream()
        .limit(MOST_ADDRESSES)
        .map(InetAddress::getHostAddress)
        .collect(Collectors.joining(", "));
  }

  private String unreached(String why) {
    return "'%s' %s at port %d.".formatted(host(), why, port());
  }

  private String host() {
    return URI.create(baseUrl).getHost();
  }

  private int port() {
    URI uri = URI.create(baseUrl);
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static ModelCallException failure(FailureKind kind, String message, Throwable cause) {
    return new ModelCallException(kind, message, cause);
  }
}
