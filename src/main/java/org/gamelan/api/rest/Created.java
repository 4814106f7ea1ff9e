package org.gamelan.api.rest;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Answers to what was made anew: 201 with {@code Location} and the whole representation. */
final class Created {
  private Created() {}

  static Response at(UriInfo uri, Object idOrName, Object version, Object entity) {
    return Response.created(
            uri.getBaseUriBuilder().path(uri.getPath()).path("{id}").build(idOrName.toString()))
        .tag(version.toString())
        .entity(entity)
        .build();
  }
}
