package org.gamelan.security.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Locale;
import org.gamelan.security.SecurityConfig;

/** Tells our own pages from those of others by the {@code Origin} header, which browsers set. */
@ApplicationScoped
public class Origins {
  private SecurityConfig config;

  /** For the container's proxies. */
  protected Origins() {}

  @Inject
  Origins(SecurityConfig config) {
    this.config = config;
  }

  /** Whether the request comes from one of our pages, or from no page at all. */
  boolean isOwnOrAbsent(HttpServletRequest request) {
    return request.getHeader("Origin") == null || isOwn(request);
  }

  /** Whether the request says that it comes from one of our pages. */
  boolean isOwn(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    if (origin == null || host == null) {
      return false;
    }
    if (config.allowedOrigins().contains(origin)) {
      return true;
    }
    try {
      String authority = URI.create(origin).getAuthority();
      return authority != null
          && authority.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }
}
