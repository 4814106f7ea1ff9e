package org.gamelan.api.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** Answers to what was made anew: 201 with {@code Location} and the whole representation. */
final class Created {
  private Created() {}

  static Response at(UriInfo uri, Object idOrName, Object version, Object entity) {
    URI request = uri.getRequestUri();
    String path = request.getRawPath();
    String folder = path.endsWith("/") ? path : path + "/";
    return Response.created(request.resolve(folder + idOrName))
        .tag(version.toString())
        .entity(entity)
        .build();
  }
}
