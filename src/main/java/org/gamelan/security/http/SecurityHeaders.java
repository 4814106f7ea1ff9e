package org.gamelan.security.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Headers that keep browsers from doing what we never ask of them. On pages PrimeFaces adds a
 * policy of its own for scripts, with a nonce; both hold together.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class SecurityHeaders implements Filter {
  private static final String PAGES =
      "default-src 'self'; script-src 'self' 'unsafe-inline'; "
          + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
          + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
          + "frame-ancestors 'none'";
  private static final String PROGRAMS = "default-src 'none'; frame-ancestors 'none'";

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    apply((HttpServletRequest) request, (HttpServletResponse) response);
    chain.doFilter(request, response);
  }

  /** Also for answers that are given before any filter runs. */
  static void apply(HttpServletRequest request, HttpServletResponse headers) {
    boolean programs = Doors.isForPrograms(Doors.path(request));
    headers.setHeader("Content-Security-Policy", programs ? PROGRAMS : PAGES);
    headers.setHeader("X-Content-Type-Options", "nosniff");
    headers.setHeader("X-Frame-Options", "DENY");
    headers.setHeader("Referrer-Policy", "same-origin");
    headers.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    if (programs) {
      headers.setHeader("Cache-Control", "no-store");
    }
    if (request.isSecure()) {
      headers.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
