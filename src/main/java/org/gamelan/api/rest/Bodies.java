package org.gamelan.api.rest;

/** Request bodies that must be there. */
final class Bodies {
  private Bodies() {}

  /**
   * The body.
   *
   * @throws RestException 400 when the request had none
   */
  static <T> T require(T body) {
    if (body == null) {
      throw RestException.malformed("The request has no body.");
    }
    return body;
  }
}
