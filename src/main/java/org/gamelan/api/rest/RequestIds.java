package org.gamelan.api.rest;

import jakarta.annotation.Priority;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives each request an id, the caller's own where it is a fit one, and sends it back. */
@Provider
@PreMatching
@Priority(0)
public class RequestIds implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String HEADER = "X-Request-Id";
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  @Override
  public void filter(ContainerRequestContext request) {
    String given = request.getHeaderString(HEADER);
    boolean fit = given != null && FIT.matcher(given).matches();
    request.setProperty(HEADER, fit ? given : UUID.randomUUID().toString());
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(HEADER, text(request.getProperty(HEADER)));
  }

  /** The id of a request; properties of the request context are attributes of the request. */
  static String of(HttpServletRequest request) {
    return text(request.getAttribute(HEADER));
  }

  private static String text(Object id) {
    return id == null ? "-" : id.toString();
  }
}
