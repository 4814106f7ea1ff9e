package org.gamelan.provider;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.gamelan.platform.PrivateAddresses;

/**
 * Where providers may be: public hosts anywhere; private ones only in development or where the
 * operator allowed them, so that nobody makes the server call its own network.
 */
@ApplicationScoped
public class HostRule {
  private static final int LAST_PORT = 65_535;

  private final boolean anyHost;
  private final List<String> allowed;

  protected HostRule() {
    this(false, List.of());
  }

  @Inject
  public HostRule(ProviderConfig config) {
    this(config.development(), config.privateHosts());
  }

  public HostRule(boolean anyHost, List<String> allowed) {
    this.anyHost = anyHost;
    this.allowed = allowed.stream().map(HostRule::hostOf).toList();
  }

  /** Whether this host may be called at this address. Asked again for every connection. */
  public boolean allows(String host, InetAddress address) {
    return anyHost
        || allowed.contains(host.toLowerCase(Locale.ROOT))
        || !PrivateAddresses.contain(address);
  }

  /** What is wrong with a base URL, if anything. Names are not resolved here. */
  public Optional<String> problem(String baseUrl) {
    URI uri;
    try {
      uri = new URI(baseUrl);
    } catch (URISyntaxException e) {
      return Optional.of("is not a URL: " + e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("must begin with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("must not hold credentials; give them as apiKey");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty()) {
      return Optional.of("names no host");
    }
    if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
      return Optional.of("must name a port from 1 to 65535, or none");
    }
    if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
      return Optional.of("must not have a query or a fragment");
    }
    return hostProblem(uri.getHost().toLowerCase(Locale.ROOT));
  }

  private Optional<String> hostProblem(String host) {
    if (anyHost || allowed.contains(host)) {
      return Optional.empty();
    }
    boolean local = host.equals("localhost") || host.endsWith(".localhost");
    if (local || (isLiteral(host) && PrivateAddresses.contain(literal(host)))) {
      return Optional.of(
          "names a private host; outside of development it has to be in GAMELAN_PRIVATE_HOSTS");
    }
    return Optional.empty();
  }

  private static boolean isLiteral(String host) {
    return host.startsWith("[") || host.matches("[0-9.]+");
  }

  private static InetAddress literal(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (java.net.UnknownHostException e) {
      return InetAddress.getLoopbackAddress();
    }
  }

  /** The host of a URL, or the text itself where it is a host already. */
  static String hostOf(String text) {
    String host = text;
    if (text.contains("://")) {
      host = Optional.ofNullable(URI.create(text).getHost()).orElse("");
    }
    return host.toLowerCase(Locale.ROOT);
  }
}
