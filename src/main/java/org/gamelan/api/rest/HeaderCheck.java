package org.gamelan.api.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** Refuses headers that the choice of a method would stumble over, without a word to the caller. */
@Provider
@PreMatching
@Priority(2)
public class HeaderCheck implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    read(HttpHeaders.ACCEPT, request::getAcceptableMediaTypes);
    read(HttpHeaders.CONTENT_TYPE, request::getMediaType);
  }

  private static void read(String header, Runnable reading) {
    try {
      reading.run();
    } catch (ProcessingException | IllegalArgumentException e) {
      throw RestException.malformed(header, "is not a media type, such as application/json");
    }
  }
}
