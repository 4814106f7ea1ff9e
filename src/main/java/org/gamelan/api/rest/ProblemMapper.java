package org.gamelan.api.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever a request threw into problem details. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  @Context private UriInfo uri;

  // Unlike the container's request context this one stands for the request at hand.
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(Throwable thrown) {
    if (thrown instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
      return web.getResponse();
    }
    HttpFailure failure = Failures.of(thrown, RequestIds.of(request));
    Response.ResponseBuilder response = response(failure, uri.getRequestUri().getRawPath());
    if (thrown instanceof WebApplicationException web) {
      Object allow = web.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
      if (allow != null) {
        response.header(HttpHeaders.ALLOW, allow);
      }
    }
    return response.build();
  }

  private static Response.ResponseBuilder response(HttpFailure failure, String path) {
    Response.ResponseBuilder response =
        Response.status(failure.status())
            .entity(failure.problem(path))
            .type(MediaType.valueOf(Problem.MEDIA_TYPE));
    failure
        .retryAfter()
        .ifPresent(wait -> response.header(HttpHeaders.RETRY_AFTER, Math.max(1, wait.toSeconds())));
    return response;
  }
}
